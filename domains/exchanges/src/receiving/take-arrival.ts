import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId, newId } from '@liaison/kernel';
import { sha256Of } from '../examining/make-replies.ts';
import { mayCome } from '../model.ts';
import { listPartnersOf } from '../partners/store.ts';
import type { Arrival } from '../ports.ts';
import { insertExchange } from '../store.ts';
import { findArrival, noteArrival, wasTurnedAway } from './store.ts';

/** `refused`: nothing of it is kept but the row of the journal. */
export type Taken =
  | { readonly kind: 'taken' | 'again'; readonly exchangeId: string }
  | { readonly kind: 'refused' };

/**
 * Keeps what a channel brings. Once this resolves it is durable: only then may the channel delete it, move it, or say that it
 * has it. What is brought again under the same key is known, and kept once; but for what there was no room for.
 */
export function takeArrival(database: SystemDatabase, brought: Arrival): Promise<Taken> {
  const arrival = { ...brought, ...inPlainText(brought) };
  return withSystem(database, async (tx): Promise<Taken> => {
    const known = await findArrival(tx, arrival);
    if (known && !(await wasTurnedAway(tx, known))) return { kind: 'again', exchangeId: known };
    if (arrival.channel === 'mail' && !(await comesFromPartner(tx, arrival))) {
      await refuse(tx, arrival);
      return { kind: 'refused' };
    }
    const exchangeId = newId();
    await insertExchange(tx, {
      id: exchangeId,
      structureId: arrival.structureId,
      direction: 'incoming',
      state: 'received',
      channel: arrival.channel,
      endpoint: arrival.endpoint,
      sha256: sha256Of(arrival.bytes),
      fileName: arrival.fileName,
      broughtBy: describeBearer(arrival),
      bytes: arrival.bytes,
      giveUpAt: null,
    });
    await noteArrival(tx, arrival, exchangeId);
    return { kind: 'taken', exchangeId };
  });
}

/** Anybody may write to a mailbox: what no partner's address sent is not kept, or anybody could fill the disk. */
async function comesFromPartner(tx: Tx, arrival: Arrival): Promise<boolean> {
  const partners = await listPartnersOf(tx, arrival.structureId);
  return partners.some((partner) => mayCome(partner, arrival));
}

/** A channel refuses something by itself: a bomb, a type of file that is no message. */
export type Refused = Pick<Arrival, 'structureId' | 'channel' | 'endpoint' | 'address' | 'fileName'> & {
  readonly why: string;
};

/** Names that others gave may hold what the database takes for no text: controls, halves of characters. */
function inPlainText({ fileName, address }: Pick<Arrival, 'fileName' | 'address'>) {
  const plain = (text: string) => text.toWellFormed().replaceAll(/\p{Cc}/gu, ' ');
  return { fileName: plain(fileName), ...(address === undefined ? {} : { address: plain(address) }) };
}

/** The journal's row of what a channel did not even bring. */
export function noteRefusal(database: SystemDatabase, refused: Refused): Promise<void> {
  return withSystem(database, (tx) =>
    journal(tx, { ...refused, ...inPlainText(refused) }, { reason: refused.why }),
  );
}

function refuse(tx: Tx, arrival: Arrival): Promise<void> {
  return journal(tx, arrival, { reason: 'unknown-sender', sha256: sha256Of(arrival.bytes) });
}

async function journal(
  tx: Tx,
  { structureId, channel, endpoint, address, fileName }: Omit<Refused, 'why'>,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(structureId) },
    {
      act: 'message.refused',
      outcome: 'refused',
      details: { channel, endpoint, address: address ?? '', fileName, ...details },
    },
  );
}

function describeBearer({ address, participants, endpoint }: Arrival): string {
  if (participants) return participants.map(({ scheme, id }) => `${scheme}:${id}`).join(' ');
  return address ?? endpoint;
}
