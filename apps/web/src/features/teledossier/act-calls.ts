import type { Recipient } from '@liaison/directory/contract';
import {
  closeDossier,
  readdressDossier,
  refuseDossier,
  releaseDossier,
  reopenDossier,
  takeDossier,
  withdrawAddressee,
} from '@liaison/teledossier/contract';
import { callEndpoint } from '../../app/api.ts';
import type { Act } from './acts.ts';

export type ActInput = { readonly reason: string; readonly recipients: readonly Recipient[] };

/** Does an act on the server; the acts that have a screen of their own (edit, answer, write) are not called here. */
export function callAct(dossierId: string, act: Act, { reason, recipients }: ActInput): Promise<unknown> {
  const params = { dossierId };
  const line = { dossierId, addresseeId: act.addresseeId ?? '' };
  const side = act.name.endsWith('-requis') ? 'requis' : 'requerant';
  switch (act.name) {
    case 'take':
      return callEndpoint(takeDossier, { params: line });
    case 'release':
      return callEndpoint(releaseDossier, { params: line });
    case 'refuse':
      return callEndpoint(refuseDossier, { params: line, body: { reason } });
    case 'withdraw':
      return callEndpoint(withdrawAddressee, { params: line, body: { reason } });
    case 'readdress': {
      const to = recipients.map(({ kind, id }) => ({ kind, id }));
      return callEndpoint(readdressDossier, { params, body: { recipients: to, reason } });
    }
    case 'close-requerant':
    case 'close-requis':
      return callEndpoint(closeDossier, { params, body: { side, ...(reason ? { reason } : {}) } });
    case 'reopen-requerant':
    case 'reopen-requis':
      return callEndpoint(reopenDossier, { params, body: { side, reason } });
    default:
      return Promise.reject(new TypeError(`${act.name} has a screen of its own`));
  }
}
