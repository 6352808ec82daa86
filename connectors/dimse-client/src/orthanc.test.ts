import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listOpenContainers } from '@liaison/blobs';
import { newUid } from '@liaison/dicom';
import type { PacsLink, StudyCriteria } from '@liaison/pacs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPacsLink } from './pacs-link.ts';
import { hasOrthanc, makeInstance, TestPacs } from './testing-pacs.ts';

const nothing: StudyCriteria = {
  patientId: '',
  familyName: '',
  givenName: '',
  birthDate: null,
  accessionNumber: '',
  dateFrom: null,
  dateTo: null,
  modality: '',
  StudyInstanceUID: '',
};

describe.runIf(hasOrthanc())('Orthanc as the PACS', { timeout: 60_000 }, () => {
  const pacs = new TestPacs();
  const storeRoot = mkdtempSync(join(tmpdir(), 'liaison-link-'));
  const link: PacsLink = openPacsLink({
    caller: { aeTitle: 'LIAISON' },
    keeping: { storeRoot, node: 'n1', slot: 901, onFailure: () => undefined },
  });
  const study = newUid();
  const series = newUid();
  beforeAll(async () => {
    await pacs.openOrthanc();
    pacs.load(
      [1, 2, 3].map((InstanceNumber) =>
        makeInstance({ StudyInstanceUID: study, SeriesInstanceUID: series, InstanceNumber }),
      ),
    );
  }, 60_000);
  afterAll(async () => {
    await pacs.close();
    rmSync(storeRoot, { recursive: true });
  });

  it('answers, is searched, and counts', async () => {
    await link.echo(pacs.peer());
    const criteria = { ...nothing, familyName: 'lefèvre', modality: 'CT', dateFrom: '2026-01-01' };
    const { studies } = await link.findStudies(pacs.peer(), criteria);
    expect(studies).toMatchObject([
      {
        StudyInstanceUID: study,
        familyName: 'LEFÈVRE',
        givenNames: 'Anaïs',
        imageCount: 3,
        modalities: ['CT'],
      },
    ]);
    expect(await link.countImages(pacs.peer(), study)).toBe(3);
  });

  it('moves a study to us, and gives it', async () => {
    const moved = await link.retrieve(pacs.peer(), study, () => undefined);
    expect(moved).toMatchObject({ method: 'move', failed: 0 });
    expect(pacs.moved()).toHaveLength(3);
    const roles = { ...pacs.peer().roles, retrieve: 'get' } as const;
    const given = await link.retrieve(pacs.peer({ roles }), study, () => undefined);
    expect(given).toMatchObject({ method: 'get', completed: 3, failed: 0 });
    expect(listOpenContainers(storeRoot)).toHaveLength(1);
  });
});
