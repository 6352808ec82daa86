import {
  listPeers,
  peerBinding,
  peerCall,
  peerSheet,
  type ListedPeer,
  type PeerSheet,
} from '@liaison/pacs/contract';
import { demoRegion } from '@liaison/region';
import type { ApiClient } from './api-client.ts';

export function structureIdOf(aeTitle: string): string {
  const found = demoRegion.structures.find((one) => one.aeTitle === aeTitle);
  if (!found) throw new Error(`no hospital of the region has the PACS ${aeTitle}`);
  return found.id;
}

const nothing: PeerSheet['roles'] = {
  mayStore: false,
  mayQuery: false,
  query: false,
  retrieve: 'no',
  store: false,
  commit: false,
};

type Given = Omit<Partial<PeerSheet>, 'roles'> & { roles?: Partial<PeerSheet['roles']> };

/** Adds a peer on this machine as an administrator does on his page; its id. */
export async function addPeer(
  admin: ApiClient,
  structureId: string,
  given: Given & { aeTitle: string; port: number },
): Promise<string> {
  const sheet: PeerSheet = {
    name: `PACS ${given.aeTitle}`,
    host: '127.0.0.1',
    usesTls: false,
    addresses: ['127.0.0.1'],
    certificates: [],
    requiresTls: false,
    transferSyntaxes: [],
    // Of the tests' images: what is sent is sent as it is.
    characterSet: 'ISO_IR 192',
    maxAssociations: 4,
    maxBytesPerSecond: null,
    isActive: true,
    ...given,
    roles: { ...nothing, ...given.roles },
  };
  const { status, body } = await admin.post<{ id: string }>('/api/pacs/peers', { ...sheet, structureId });
  if (status !== 200) throw new Error(`adding ${given.aeTitle} answered ${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Approves what waits for it of a peer, as a regional administrator does on his page, who sees it there. */
export async function approvePeer(regional: ApiClient, peerId: string): Promise<void> {
  const { peers } = listPeers.reply.parse((await regional.get<unknown>('/api/pacs/peers')).body);
  const peer = peers.find(({ id }) => id === peerId);
  if (!peer) throw new Error('no such peer');
  const asked = [
    ...(peer.queryApproval.state === 'awaited' ? [['query-approval', peerBinding.parse(peer)] as const] : []),
    ...(peer.storeApproval.state === 'awaited' ? [['store-approval', peerCall.parse(peer)] as const] : []),
  ];
  for (const [what, seen] of asked) {
    const { status } = await regional.post(`/api/pacs/peers/${peerId}/${what}`, seen);
    if (status !== 204) throw new Error(`approving ${peer.aeTitle} answered ${status}`);
  }
}

/** Changes the sheet of a peer that is there, the rest of it as it was; its id. */
export async function changePeer(admin: ApiClient, aeTitle: string, given: Given): Promise<string> {
  const { body } = await admin.get<unknown>('/api/pacs/peers');
  const peer: ListedPeer | undefined = listPeers.reply
    .parse(body)
    .peers.find((one) => one.aeTitle === aeTitle);
  if (!peer) throw new Error(`no peer ${aeTitle}`);
  const sheet = peerSheet.parse({ ...peer, ...given, roles: { ...peer.roles, ...given.roles } });
  const { status } = await admin.ask('PUT', `/api/pacs/peers/${peer.id}`, sheet);
  if (status >= 300) throw new Error(`changing ${aeTitle} answered ${status}`);
  return peer.id;
}
