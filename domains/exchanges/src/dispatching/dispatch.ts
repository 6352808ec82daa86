import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import type { ChannelKind, Partner, Reason, Way } from '../contract.ts';
import { isReply, retryDelayMs } from '../model.ts';
import { findPartner } from '../partners/store.ts';
import { ChannelError, type Channel, type Examining, type Parcel } from '../ports.ts';
import { isHeld, putOff } from '../running/store.ts';
import { moveTo, readBytes, type ExchangeRow } from '../store.ts';
import { noteWay } from './store.ts';

export type Dispatching = {
  readonly database: SystemDatabase;
  readonly examining: Examining;
  readonly channels: Readonly<Partial<Record<ChannelKind, Channel>>>;
};

/** Hands a message that was controlled to its partner's channel; one that is cut is handed over again, under the same names. */
export async function dispatch(
  given: Dispatching,
  row: ExchangeRow,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  const { database } = given;
  const known = await withSystem(database, async (tx) => ({
    partner: row.partner_id === null ? undefined : await findPartner(tx, row.partner_id),
    bytes: await readBytes(tx, row.id),
  }));
  const way = known.partner?.ways[0];
  if (!known.partner || !way) throw new TypeError('what is controlled has a partner');
  const trouble = await handOver(given, toParcel(row, known.partner, way, known.bytes), way, signal);
  if (signal.aborted && trouble) return;
  await withSystem(database, async (tx) => {
    if (!(await isHeld(tx, row.id, holder))) return;
    await noteWay(tx, row.id, way);
    await (trouble ? afterTrouble(tx, given, row, trouble) : afterHandingOver(tx, row, way));
  });
}

function toParcel(row: ExchangeRow, partner: Partner, way: Way, bytes: Uint8Array): Parcel {
  const [messageId, messageType] = [row.message_id ?? '', row.message_type ?? ''];
  return {
    structureId: row.structure_id,
    endpoint: way.endpoint,
    addresses: way.addresses,
    partnerName: partner.name,
    receiver: partner.participant,
    messageId,
    messageType,
    consultation: row.consultation_id,
    isTest: row.is_test,
    name: `${messageType}-${messageId}.xml`,
    bytes,
  };
}

async function handOver(
  { channels }: Dispatching,
  parcel: Parcel,
  way: Way,
  signal: AbortSignal,
): Promise<ChannelError | null> {
  const channel = channels[way.channel];
  if (!channel) return new ChannelError('no-channel', true);
  try {
    await channel.send(parcel, signal);
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error;
    return new ChannelError('unforeseen', true, '', { cause: error });
  }
}

/** An acknowledgement may have come already, before we noted that the message had left. */
async function afterHandingOver(tx: Tx, row: ExchangeRow, way: Way): Promise<void> {
  await moveTo(tx, row.id, { state: 'dispatched', nextTryAt: null });
  await trace(tx, row, { way, reason: null });
}

async function afterTrouble(
  tx: Tx,
  { examining }: Dispatching,
  row: ExchangeRow,
  { reason, mayPass, detail }: ChannelError,
): Promise<void> {
  const at = new Date(examining.clock.now().getTime() + retryDelayMs(row.attempts));
  const isOver = !mayPass || (row.give_up_at !== null && at > row.give_up_at);
  if (!isOver) return putOff(tx, row.id, { at, reason, detail });
  await moveTo(tx, row.id, { state: 'failed', reason, detail, nextTryAt: null });
  await trace(tx, row, { way: null, reason });
}

async function trace(
  tx: Tx,
  row: ExchangeRow,
  { way, reason }: { way: Way | null; reason: Reason | null },
): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: 'message.dispatched',
      outcome: reason ? 'failed' : 'done',
      resource: { kind: 'exchange', id: row.id },
      details: {
        partner: row.partner_name,
        channel: way?.channel ?? row.channel,
        endpoint: way?.endpoint ?? row.endpoint,
        messageId: row.message_id,
        messageType: row.message_type,
        sha256: row.sha256,
        isReply: isReply(row.message_type ?? ''),
        reason,
      },
    },
  );
}
