import { seenEntries } from '@liaison/journal/testing';
import { expect, it } from 'vitest';
import { listStudyUids } from '../../platform/catalogue.ts';
import type { Story } from './story.ts';

const inOrder = [
  'dossier.created',
  'dossier.sent',
  'dossier.opened',
  'dossier.taken',
  'dossier.information-requested',
  'dossier.complemented',
  'dossier.answered',
  'dossier.closed',
];

export function itIsInTheJournal(story: () => Story): void {
  it('left the whole story in the journal, in order', async () => {
    const { platform, dossierId } = story();
    const told = (await seenEntries(platform.system)).filter(
      ({ act, resource_id }) =>
        resource_id === dossierId || act === 'study.imported' || act === 'study.opened',
    );
    const acts = told.map(({ act }) => act);
    let from = -1;
    for (const act of inOrder) {
      const at = acts.indexOf(act, act === 'dossier.opened' ? 0 : from + 1);
      expect(at, `${act} in ${acts.join(' ')}`).toBeGreaterThanOrEqual(0);
      if (act !== 'dossier.opened') from = at;
    }
    const imported = told.find(({ act }) => act === 'study.imported');
    expect(imported?.details).toMatchObject({
      callingAeTitle: 'CHA_PACS',
      StudyInstanceUID: (await listStudyUids(platform))[0],
    });
    const taken = told.find(({ act }) => act === 'dossier.taken');
    expect([taken?.actor_name, taken?.patient_id]).toEqual(['BELKACEM Samir', expect.any(String)]);
    const opened = (await seenEntries(platform.system)).find(({ act }) => act === 'session.opened');
    expect(opened?.details).toMatchObject({ mode: 'password+mail-code' });
  });
}
