import type { FoundHere, PeerTest, Retrieval, SearchCriteria } from '@liaison/pacs/contract';
import type { Coercion, Delivery } from '@liaison/transfers/contract';
import type { StudySummary } from '@liaison/imaging/contract';
import type { ApiClient } from './api-client.ts';
import { eventually } from './start-platform.ts';

/** What people do with PACS, by the API of their pages. Each throws where it is refused. */

async function succeed<Body>(asked: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
  return body;
}

export function callPeer(admin: ApiClient, peerId: string): Promise<PeerTest> {
  return succeed(admin.post<PeerTest>(`/api/pacs/peers/${peerId}/test`));
}

export async function searchPacs(
  client: ApiClient,
  peerId: string,
  criteria: Partial<SearchCriteria>,
): Promise<FoundHere[]> {
  const url = `/api/pacs/peers/${peerId}/search`;
  return (await succeed(client.post<{ studies: FoundHere[] }>(url, criteria))).studies;
}

/** @returns ids of the retrieval and of the study */
export async function retrieveStudy(
  client: ApiClient,
  peerId: string,
  study: FoundHere,
): Promise<{ retrievalId: string; studyId: string }> {
  const url = `/api/pacs/peers/${peerId}/retrievals`;
  type Made = { retrievals: { retrievalId: string; studyId: string }[] };
  const [made] = (await succeed(client.post<Made>(url, { studies: [study] }))).retrievals;
  if (!made) throw new Error('nothing is retrieved');
  return made;
}

export async function readRetrieval(client: ApiClient, retrievalId: string): Promise<Retrieval> {
  const { retrievals } = await succeed(client.get<{ retrievals: Retrieval[] }>('/api/pacs/retrievals'));
  const found = retrievals.find(({ id }) => id === retrievalId);
  if (!found) throw new Error('a retrieval is gone');
  return found;
}

export function retrieved(client: ApiClient, retrievalId: string): Promise<Retrieval> {
  return eventually(async () => {
    const found = await readRetrieval(client, retrievalId);
    if (['failed', 'cancelled', 'incomplete'].includes(found.state))
      throw new Error(`the retrieval is ${found.state}: ${found.failure}`);
    return found.state === 'done' && found;
  });
}

export async function sendStudy(
  client: ApiClient,
  studyId: string,
  peerId: string,
  coercion: Coercion | null = null,
): Promise<string> {
  const asked = { studyIds: [studyId], peerId, coercion };
  const [id] = (await succeed(client.post<{ deliveryIds: string[] }>('/api/transfers/deliveries', asked)))
    .deliveryIds;
  if (id === undefined) throw new Error('nothing is sent');
  return id;
}

export async function readDelivery(client: ApiClient, id: string): Promise<Delivery> {
  return (await succeed(client.get<{ delivery: Delivery }>(`/api/transfers/deliveries/${id}`))).delivery;
}

export function delivered(client: ApiClient, id: string): Promise<Delivery> {
  return eventually(async () => {
    const found = await readDelivery(client, id);
    if (found.state === 'failed') throw new Error(`the delivery failed: ${found.failure?.text}`);
    return found.state === 'done' && found;
  });
}

export async function listStudies(client: ApiClient): Promise<StudySummary[]> {
  return (await succeed(client.get<{ studies: StudySummary[] }>('/api/imaging/studies?limit=100&live=true')))
    .studies;
}

/** Once that many of its images are here and none is on its way. */
export function arrived(
  client: ApiClient,
  StudyInstanceUID: string,
  imageCount: number,
): Promise<StudySummary> {
  return eventually(async () =>
    (await listStudies(client)).find(
      (study) =>
        study.StudyInstanceUID === StudyInstanceUID &&
        study.imageCount === imageCount &&
        study.arrival === 'idle',
    ),
  );
}
