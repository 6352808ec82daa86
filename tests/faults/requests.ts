import { demoRegion } from '@liaison/region';
import type { ApiClient } from '../platform/api-client.ts';

/** The question of every request of these tests: a log that holds it has let a dossier out. */
export const question = 'Dysarthrie brutale de la mirabelle, avis sur thrombectomie ?';

export const traits = {
  isUnknown: false,
  birthName: 'Quenouillard',
  birthGivenNames: 'Hermengarde',
  birthDate: '1937-08-29',
  sex: 'F',
  birthPlaceCode: '33063',
  ipp: 'IPP-774411902',
  source: {},
} as const;

type Draft = { patient?: object; answers?: Record<string, unknown>; studyIds?: string[] };

/** Begins a request to the stroke unit and fills it; replies of each step, in order, and the id. */
export async function saveRequest(client: ApiClient, draft: Draft = {}) {
  const unv = demoRegion.communities.find(({ name }) => name.startsWith('UNV'));
  const created = await client.post<{ id: string }>('/api/teledossiers', { type: 'avc' });
  const url = `/api/teledossiers/${created.body.id}`;
  const saved = await client.ask<{ revision: number; code?: string; title?: string }>('PUT', `${url}/draft`, {
    revision: 1,
    patient: traits,
    answers: { question },
    studyIds: [],
    recipients: [{ kind: 'community', id: unv?.id }],
    ...draft,
  });
  return { id: created.body.id, url, created, saved };
}

/** Sends a request to the stroke unit; its id. Throws when a step is refused. */
export async function sendRequest(client: ApiClient, draft: Draft = {}): Promise<string> {
  const { id, url, saved } = await saveRequest(client, draft);
  const sent = await client.post(`${url}/send`, { revision: saved.body.revision });
  if (saved.status !== 200 || sent.status !== 200) {
    throw new Error(`the request was answered ${saved.status}, ${sent.status}`);
  }
  return id;
}
