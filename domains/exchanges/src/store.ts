import { maybeRow, rows, type Tx } from '@liaison/db';
import type { ControlReport } from '@liaison/mio-control';
import { sql, type RawBuilder } from 'kysely';
import type { ChannelKind, ExchangeState, Reason } from './contract.ts';

/** An exchange as it is kept, without its bytes. */
export type ExchangeRow = {
  id: string;
  structure_id: string;
  direction: 'outgoing' | 'incoming';
  state: ExchangeState;
  partner_id: string | null;
  partner_name: string | null;
  channel: ChannelKind;
  endpoint: string;
  message_id: string | null;
  message_type: string | null;
  is_test: boolean;
  consultation_id: string | null;
  in_reply_to: string | null;
  sha256: string;
  byte_count: number;
  file_name: string;
  brought_by: string;
  certificate: string | null;
  verdict: 'OK' | 'OK_AVEC_RESERVES' | 'KO' | null;
  reason: Reason | null;
  detail: string;
  original_id: string | null;
  created_at: Date;
  changed_at: Date;
  attempts: number;
  cuts: number;
  give_up_at: Date | null;
  is_released: boolean;
};

const columns = sql`e.id, e.structure_id, e.direction, e.state, e.partner_id, p.name as partner_name, e.channel, e.endpoint,
  e.message_id, e.message_type, e.is_test, e.consultation_id, e.in_reply_to, e.sha256, e.byte_count, e.file_name,
  e.brought_by, e.certificate, e.verdict, e.reason, e.detail, e.original_id, e.created_at, e.changed_at, e.attempts, e.cuts,
  e.give_up_at, e.is_released`;
const source = sql`exchanges.exchange e left join exchanges.partner p on p.id = e.partner_id`;

export function findExchange(tx: Tx, id: string): Promise<ExchangeRow | undefined> {
  return maybeRow(tx, sql<ExchangeRow>`select ${columns} from ${source} where e.id = ${id}`);
}

/** Held until the transaction ends. */
export function lockExchange(tx: Tx, id: string): Promise<ExchangeRow | undefined> {
  return maybeRow(tx, sql<ExchangeRow>`select ${columns} from ${source} where e.id = ${id} for update of e`);
}

export type ExchangeFilter = {
  readonly direction?: string | undefined;
  /** Any of them; none: all. */
  readonly state?: readonly ExchangeState[] | undefined;
  readonly partnerId?: string | undefined;
  readonly consultation?: string | undefined;
  readonly order: 'newest' | 'oldest';
  readonly cursor?: string | undefined;
  readonly most: number;
};

export function listRows(tx: Tx, asked: ExchangeFilter): Promise<ExchangeRow[]> {
  const { direction, state, partnerId, consultation, order, cursor, most } = asked;
  const isNewest = order === 'newest';
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (direction !== undefined) conditions.push(sql`e.direction = ${direction}`);
  if (state && state.length > 0) conditions.push(sql`e.state = any (${[...state]})`);
  if (partnerId !== undefined) conditions.push(sql`e.partner_id = ${partnerId}`);
  if (consultation !== undefined) conditions.push(sql`e.consultation_id = ${consultation}`);
  if (cursor !== undefined) conditions.push(isNewest ? sql`e.id < ${cursor}` : sql`e.id > ${cursor}`);
  return rows(
    tx,
    sql<ExchangeRow>`select ${columns} from ${source} where ${sql.join(conditions, sql` and `)}
      order by ${isNewest ? sql`e.id desc` : sql`e.id`} limit ${most}`,
  );
}

/** What we answered to it, or the partner did. */
export function listReplies(tx: Tx, row: ExchangeRow): Promise<ExchangeRow[]> {
  return rows(
    tx,
    sql<ExchangeRow>`select ${columns} from ${source}
     where e.structure_id = ${row.structure_id} and e.direction <> ${row.direction} and e.in_reply_to = ${row.message_id}
       and e.partner_id = ${row.partner_id} order by e.id limit 50`,
  );
}

export type EventRow = { at: Date; state: ExchangeState; reason: Reason | null; detail: string };

export function listEvents(tx: Tx, id: string): Promise<EventRow[]> {
  return rows(
    tx,
    sql<EventRow>`select at, state, reason, detail from exchanges.event where exchange_id = ${id} order by at`,
  );
}

export async function findBytes(tx: Tx, id: string): Promise<Buffer | undefined> {
  const found = await maybeRow(
    tx,
    sql<{ bytes: Buffer }>`select bytes from exchanges.content where exchange_id = ${id}`,
  );
  return found?.bytes;
}

/** Of an exchange that is not over. */
export async function readBytes(tx: Tx, id: string): Promise<Buffer> {
  const bytes = await findBytes(tx, id);
  if (!bytes) throw new TypeError('what is under way has its bytes');
  return bytes;
}

/** As the control gave it. */
export async function readReport(tx: Tx, id: string): Promise<ControlReport | null> {
  const found = await maybeRow(
    tx,
    sql<{ report: ControlReport | null }>`select report from exchanges.exchange where id = ${id}`,
  );
  return found?.report ?? null;
}

export type NewExchange = {
  readonly id: string;
  readonly structureId: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly state: ExchangeState;
  readonly channel: ChannelKind;
  readonly endpoint: string;
  readonly sha256: string;
  readonly fileName: string;
  readonly broughtBy: string;
  readonly bytes: Uint8Array;
  readonly giveUpAt: Date | null;
  readonly partnerId?: string | null;
  readonly messageId?: string | null;
  readonly messageType?: string | null;
  readonly isTest?: boolean;
  readonly consultationId?: string | null;
  readonly inReplyTo?: string | null;
  readonly originalId?: string | null;
};

/** With its bytes and the first row of its story: due at once. */
export async function insertExchange(tx: Tx, made: NewExchange): Promise<void> {
  await sql`insert into exchanges.exchange (id, structure_id, direction, state, channel, endpoint, sha256, byte_count,
      file_name, brought_by, partner_id, message_id, message_type, is_test, consultation_id, in_reply_to, original_id,
      next_try_at, give_up_at)
    values (${made.id}, ${made.structureId}, ${made.direction}, ${made.state}, ${made.channel}, ${made.endpoint},
      ${made.sha256}, ${made.bytes.length}, ${made.fileName}, ${made.broughtBy}, ${made.partnerId ?? null},
      ${made.messageId ?? null}, ${made.messageType ?? null}, ${made.isTest ?? false}, ${made.consultationId ?? null},
      ${made.inReplyTo ?? null}, ${made.originalId ?? null}, now(), ${made.giveUpAt})`.execute(tx);
  await sql`insert into exchanges.content (exchange_id, bytes) values (${made.id}, ${made.bytes})`.execute(
    tx,
  );
  await insertEvent(tx, made.id, made.state, null, '');
}

export async function insertEvent(
  tx: Tx,
  id: string,
  state: string,
  reason: Reason | null,
  detail: string,
): Promise<void> {
  await sql`insert into exchanges.event (exchange_id, state, reason, detail)
    values (${id}, ${state}, ${reason}, ${detail})`.execute(tx);
}

export type Step = {
  readonly state: ExchangeState;
  readonly reason?: Reason | null;
  readonly detail?: string;
  /** When there is something to do next; null: nothing. */
  readonly nextTryAt: Date | null;
  readonly giveUpAt?: Date | null;
};

/** The exchange as it is from now on, held by nobody, with a row of its story. */
export async function moveTo(tx: Tx, id: string, step: Step): Promise<void> {
  await sql`update exchanges.exchange
      set state = ${step.state}, reason = ${step.reason ?? null}, detail = ${step.detail ?? ''}, changed_at = now(),
          next_try_at = ${step.nextTryAt}, give_up_at = coalesce(${step.giveUpAt ?? null}, give_up_at), attempts = 0, cuts = 0,
          holder = null, held_until = null
    where id = ${id}`.execute(tx);
  await insertEvent(tx, id, step.state, step.reason ?? null, step.detail ?? '');
}

/** Repeats of one thing wait for one another: until the transaction ends. */
export async function lockName(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 20261201))`.execute(tx);
}

export type OwnParticipant = { scheme: 'FINESS' | '0009'; id: string };

/** How messages name a structure: its FINESS, its SIRET, or both. */
export async function listOwnParticipants(tx: Tx, structureId: string): Promise<OwnParticipant[]> {
  const found = await maybeRow(
    tx,
    sql<{ finess: string | null; siret: string | null }>`select finess, siret from directory.pub_structure
     where id = ${structureId}`,
  );
  return [
    ...(found?.finess ? [{ scheme: 'FINESS' as const, id: found.finess }] : []),
    ...(found?.siret ? [{ scheme: '0009' as const, id: found.siret }] : []),
  ];
}

export async function findStructureOf(
  tx: Tx,
  { scheme, id }: { scheme: string; id: string },
): Promise<string | null> {
  if (scheme !== 'FINESS' && scheme !== '0009') return null;
  const column = scheme === 'FINESS' ? sql`finess` : sql`siret`;
  const found = await maybeRow(
    tx,
    sql<{ id: string }>`select id from directory.pub_structure where ${column} = ${id} and is_active`,
  );
  return found?.id ?? null;
}

export async function noteReleased(tx: Tx, id: string): Promise<void> {
  await sql`update exchanges.exchange set is_released = true where id = ${id}`.execute(tx);
}
