import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { fixedClock, newId, type UserActor } from '@liaison/kernel';
import { seenEntries } from '@liaison/journal/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDossier } from './create-dossier.ts';
import { deleteDraft } from './delete-draft.ts';
import { listDossiers } from './list-dossiers.ts';
import { associateStudy, proposeStudies } from './propose-studies.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { saveDraft, type DraftSave } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { elodie, listeningDeps, makeArrivingStudy, makeRegion, type Region } from './testing.ts';

describe('a télédossier as a draft', () => {
  let database: TestDatabase;
  let region: Region;
  const deps = listeningDeps(fixedClock(new Date('2026-11-20T23:30:00Z')));
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string, opening = false) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening }));
  const empty = {
    ...elodie,
    birthName: '',
    birthGivenNames: '',
    birthDate: null,
    sex: null,
    birthPlaceCode: '',
    ipp: '',
  };
  const newDraft = () =>
    as(region.requerant, (tx) => createDossier(tx, region.requerant, deps, { type: 'avc' }));
  const save = (dossierId: string, given: Partial<DraftSave>, actor = region.requerant) =>
    as(actor, (tx) =>
      saveDraft(tx, actor, deps, {
        dossierId,
        revision: 1,
        patient: empty,
        answers: {},
        recipients: [],
        studyIds: [],
        ...given,
      }),
    );

  it('starts without a patient and names an unknown one by the day of the hospital', async () => {
    const draft = await newDraft();
    expect((await view(region.requerant, draft.id)).patientLine.displayName).toBe('Identité non saisie');
    expect(draft.number).toMatch(/^AVC-2611-/);
    await save(draft.id, { patient: { ...empty, isUnknown: true } });
    // 23:30 UTC on the 20th is already the 21st in Paris.
    expect((await view(region.requerant, draft.id)).patientLine.displayName).toBe('INCONNU-20261121-1');
    const second = await newDraft();
    await save(second.id, { patient: { ...empty, isUnknown: true } });
    expect((await view(region.requerant, second.id)).patientLine.displayName).toBe('INCONNU-20261121-2');
  });

  it('takes the traits of an exam attached to it, and keeps those that were typed', async () => {
    const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
    const draft = await newDraft();
    const filled = await save(draft.id, { studyIds: [studyId] });
    expect(filled.patient).toMatchObject({
      birthName: 'LEFEVRE',
      source: { birthName: 'dicom', ipp: 'dicom' },
    });
    const other = await newDraft();
    const typed = await save(other.id, { studyIds: [studyId], patient: { ...empty, birthName: 'Martin' } });
    expect(typed.patient).toMatchObject({
      birthName: 'Martin',
      birthDate: null,
      source: { birthName: 'saisie' },
    });
    expect((await view(region.requerant, other.id)).identityDifferences).toEqual([
      { studyId, field: 'birthName', inDossier: 'Martin', inImages: 'LEFEVRE' },
    ]);
  });

  it('proposes what its structure received of the same patient, and attaches it only without a doubt', async () => {
    const context = { accessionNumber: `A${newId().slice(-8)}` };
    const given = { accessionNumber: context.accessionNumber, patientId: `IPP${newId().slice(-8)}` };
    const { structureId } = region.emergency;
    const receive = (attributes: object) =>
      makeStudy(database.system, {
        structureId,
        attributes: { PatientBirthDate: '19550302', ...attributes },
      });
    const exact = await receive({ AccessionNumber: given.accessionNumber, PatientID: 'autre' });
    const likely = await receive({ AccessionNumber: '', PatientID: given.patientId });
    await receive({ AccessionNumber: '', PatientID: given.patientId, PatientBirthDate: '19660101' });
    await makeStudy(database.system, {
      structureId: region.stroke.structureId,
      attributes: { PatientID: given.patientId, PatientBirthDate: '19550302' },
    });
    const draft = await newDraft();
    await save(draft.id, { patient: { ...empty, birthDate: '1955-03-02', ipp: given.patientId } });
    const propose = (actor: UserActor) =>
      as(actor, (tx) => proposeStudies(tx, actor, { dossierId: draft.id, isCovered: false }, context));
    expect((await propose(region.requerant)).map(({ study, reason }) => [study.id, reason])).toEqual([
      [exact.studyId, 'accession-number'],
      [likely.studyId, 'ipp'],
    ]);
    await expect(propose(region.stranger)).rejects.toThrow('access/refused');
    const associate = () =>
      as(region.requerant, (tx) => associateStudy(tx, region.requerant, deps, draft.id, context));
    expect(await associate()).toBe(exact.studyId);
    expect(await associate()).toBeNull();
    const { studies, revision } = await view(region.requerant, draft.id);
    expect([studies.map(({ id }) => id), revision]).toEqual([[exact.studyId], 3]);
  });

  it('refuses answers that its form does not know, field by field', async () => {
    const draft = await newDraft();
    const saved = save(draft.id, { answers: { weight: 'lourd', intruder: 1 } });
    await expect(saved).rejects.toMatchObject({
      code: 'teledossier/answers-invalid',
      details: { weight: expect.any(String), intruder: expect.any(String) },
    });
  });

  it('refuses a recipient whom the directory does not know', async () => {
    const draft = await newDraft();
    const recipientId = newId();
    const saved = save(draft.id, { recipients: [{ kind: 'community', id: recipientId }] });
    await expect(saved).rejects.toMatchObject({
      code: 'teledossier/recipient-unknown',
      details: { recipientId },
    });
  });

  it('is not sent without a recipient, and is sent with nothing else', async () => {
    const draft = await newDraft();
    const send = (revision: number) =>
      as(region.requerant, (tx) =>
        sendDossier(tx, region.requerant, deps, { dossierId: draft.id, revision }),
      );
    await expect(send(1)).rejects.toMatchObject({ code: 'teledossier/no-recipient', kind: 'invalid' });
    await save(draft.id, { recipients: [{ kind: 'professional', id: region.requis.userId }] });
    await expect(send(1)).rejects.toMatchObject({ code: 'teledossier/draft-changed' });
    await send(2);
    const { sections } = await as(region.requis, (tx) =>
      readWorklist(tx, region.requis, { isCovered: true }),
    );
    expect(sections[0]?.rows.map((row) => row.id)).toContain(draft.id);
    const others = await as(region.otherRequis, (tx) =>
      listDossiers(tx, region.otherRequis, { limit: 50, isCovered: true }),
    );
    expect(others.rows.map((row) => row.id)).not.toContain(draft.id);
  });

  it('is deleted with its patient, and remembered by the journal', async () => {
    const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
    const draft = await as(region.requerant, (tx) =>
      createDossier(tx, region.requerant, deps, { type: 'avc', studyId }),
    );
    await view(region.requerant, draft.id, true);
    await view(region.colleague, draft.id, true);
    await as(region.colleague, (tx) => deleteDraft(tx, region.colleague, deps, draft.id));
    await expect(view(region.requerant, draft.id)).rejects.toMatchObject({ code: 'access/refused' });
    const journal = (await seenEntries(database.system)).filter((entry) => entry.resource_id === draft.id);
    expect(journal.at(-1)).toMatchObject({
      act: 'dossier.draft-deleted',
      actor_id: region.colleague.userId,
      details: { number: draft.number },
    });
  });
});
