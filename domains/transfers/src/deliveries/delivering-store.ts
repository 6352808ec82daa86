import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Coercion, Delivery } from '../contract.ts';
import type { ImageOutcome } from '../model.ts';
import type { PackedInstance } from '../store.ts';

/** A delivery as the process that sends it knows it. */
export type HeldDelivery = {
  id: string;
  studyId: string;
  structureId: string;
  routeId: string | null;
  peerId: string;
  peerIds: string[];
  triesEach: number;
  failuresHere: number;
  attempts: number;
  coercion: Coercion | null;
  maxBytesPerSecond: number | null;
  giveUpAt: Date;
  askedBy: string;
};

const held = sql`id, study_id as "studyId", structure_id as "structureId", route_id as "routeId", peer_id as "peerId",
  peer_ids as "peerIds", tries_each as "triesEach", failures_here as "failuresHere", attempts, coercion,
  max_bytes_per_second as "maxBytesPerSecond", give_up_at as "giveUpAt", asked_by as "askedBy"`;

/**
 * The next delivery that is due, taken for `holder`; those whose holder is dead are due as well. What a person asked for
 * goes before what routes ask for. `busyPeers`: places where enough is under way; `running`: what `holder` is sending though
 * the database, that was away, believes it dead.
 */
export function takeDue(
  tx: Tx,
  given: { holder: string; heldForMs: number; busyPeers: readonly string[]; running: readonly string[] },
): Promise<HeldDelivery | undefined> {
  return maybeRow(
    tx,
    sql<HeldDelivery>`update transfers.delivery
       set state = 'sending', holder = ${given.holder}, attempts = attempts + 1,
           held_until = now() + make_interval(secs => ${given.heldForMs / 1000})
     where id = (select id from transfers.delivery
        where state in ('waiting', 'sending') and next_try_at <= now()
          and (state = 'waiting' or held_until < now()) and peer_id <> all (${[...given.busyPeers]}::uuid[])
          and id <> all (${[...given.running]}::uuid[])
        order by (route_id is not null), next_try_at, id limit 1 for update skip locked)
     returning ${held}`,
  );
}

/** @returns the deliveries that are no longer this holder's: cancelled, or taken by another */
export async function renew(
  tx: Tx,
  given: { holder: string; heldForMs: number; ids: readonly string[] },
): Promise<string[]> {
  const kept = await rows(
    tx,
    sql<{ id: string }>`update transfers.delivery
       set held_until = now() + make_interval(secs => ${given.heldForMs / 1000})
     where id = any (${[...given.ids]}::uuid[]) and state = 'sending' and holder = ${given.holder} returning id`,
  );
  const own = new Set(kept.map(({ id }) => id));
  return given.ids.filter((id) => !own.has(id));
}

/** Lets go of what a process that ends was sending: it is due at once, for another. */
export async function letGo(tx: Tx, holder: string): Promise<void> {
  await sql`update transfers.delivery set state = 'waiting', holder = null, held_until = null
     where state = 'sending' and holder = ${holder}`.execute(tx);
}

/** Images of the study that this destination neither has nor refused. */
export function listMissing(tx: Tx, delivery: HeldDelivery): Promise<PackedInstance[]> {
  return rows(
    tx,
    sql<PackedInstance>`
    select i.study_id, i.series_instance_uid, i.modality, i.series_number, i.sop_instance_uid, i.sop_class_uid,
           i.transfer_syntax_uid, i.container_id, i.data_offset, i.data_length, i.crc32, i.instance_number
      from imaging.pub_instance i
     where i.study_id = ${delivery.studyId}
       and not exists (select from transfers.delivered_instance t where t.delivery_id = ${delivery.id}
             and t.peer_id = ${delivery.peerId} and t.sop_instance_uid = i.sop_instance_uid)
     order by i.series_number nulls last, i.series_instance_uid, i.instance_number nulls last, i.sop_instance_uid`,
  );
}

export type NotedImage = {
  SOPInstanceUID: string;
  SOPClassUID: string;
  outcome: ImageOutcome;
  status: number;
  comment: string;
};

/**
 * What came of images. The transaction does not wait for the disk: a power cut may take the last half second of these rows,
 * whose images are then sent once more; whatever ends the delivery waits for all of them.
 */
export async function noteImages(
  tx: Tx,
  delivery: HeldDelivery,
  images: readonly NotedImage[],
): Promise<void> {
  await sql`set local synchronous_commit to off`.execute(tx);
  await sql`insert into transfers.delivered_instance
      (delivery_id, peer_id, sop_instance_uid, sop_class_uid, outcome, status, comment)
    select ${delivery.id}::uuid, ${delivery.peerId}::uuid, u, c, o, s, m
      from unnest(${images.map((image) => image.SOPInstanceUID)}::text[],
        ${images.map((image) => image.SOPClassUID)}::text[], ${images.map((image) => image.outcome)}::text[],
        ${images.map((image) => image.status)}::integer[], ${images.map((image) => image.comment)}::text[])
        as n (u, c, o, s, m)
    on conflict on constraint image_has_one_outcome do update
      set outcome = excluded.outcome, status = excluded.status, comment = excluded.comment, at = now()`.execute(
    tx,
  );
  await recount(tx, delivery.id, delivery.peerId);
}

export type Counts = { total: number; sent: number; warned: number; refused: number };

/** What is known of the study now, and what reached this destination of it. */
export function recount(tx: Tx, id: string, peerId: string): Promise<Counts> {
  return oneRow(
    tx,
    sql<Counts>`update transfers.delivery d
       set total = greatest(s.image_count, c.sent + c.refused), sent = c.sent, warned = c.warned, refused = c.refused
      from imaging.pub_study s, (select count(*) filter (where outcome <> 'refused')::integer as sent,
             count(*) filter (where outcome = 'warned')::integer as warned,
             count(*) filter (where outcome = 'refused')::integer as refused
        from transfers.delivered_instance where delivery_id = ${id} and peer_id = ${peerId}) c
     where d.id = ${id} and s.id = d.study_id
     returning d.total, d.sent, d.warned, d.refused`,
  );
}

/** Still this holder's, and held until the transaction ends. */
export async function lockHeld(tx: Tx, id: string, holder: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from transfers.delivery where id = ${id} and state = 'sending' and holder = ${holder} for update`,
  );
  return found.length === 1;
}

export type Release = {
  state: 'waiting' | 'done' | 'failed';
  /** Null: nothing is due until more images come. */
  nextTryAt: Date | null;
  failuresHere: number;
  failure: { code: string; detail: string } | null;
  peer: { id: string; name: string; aeTitle: string } | null;
};

export async function releaseDelivery(tx: Tx, id: string, to: Release): Promise<void> {
  const isOver = to.state !== 'waiting';
  await sql`update transfers.delivery
       set state = ${to.state}, next_try_at = ${to.nextTryAt}, failures_here = ${to.failuresHere},
           failure_code = ${to.failure?.code ?? null}, failure_detail = ${to.failure?.detail ?? ''},
           holder = null, held_until = null, ended_at = ${isOver ? sql`now()` : sql`null`},
           peer_id = coalesce(${to.peer?.id ?? null}::uuid, peer_id),
           peer_name = coalesce(${to.peer?.name ?? null}, peer_name),
           peer_ae_title = coalesce(${to.peer?.aeTitle ?? null}, peer_ae_title)
     where id = ${id}`.execute(tx);
}

/** Open deliveries of a study that wait for more images: due now. Those of routes that were done go on as well. */
export async function wakeForMore(tx: Tx, studyId: string, giveUpAt: Date): Promise<string[]> {
  const woken = await rows(
    tx,
    sql<{ id: string }>`update transfers.delivery d
       set state = 'waiting', next_try_at = now(), ended_at = null, give_up_at = ${giveUpAt}, failures_here = 0,
           commitment = 'none'
     where d.study_id = ${studyId}
       and ((d.state = 'waiting' and d.next_try_at is null) or (d.state = 'done' and d.route_id is not null
         and exists (select from imaging.pub_instance i where i.study_id = d.study_id
           and not exists (select from transfers.delivered_instance t where t.delivery_id = d.id
             and t.peer_id = d.peer_id and t.sop_instance_uid = i.sop_instance_uid))))
     returning d.id`,
  );
  return woken.map(({ id }) => id);
}

/** A delivery that is done and whose destination has not confirmed anything yet. */
export function findAskable(tx: Tx, id: string): Promise<{ peerId: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ peerId: string }>`select peer_id as "peerId" from transfers.delivery
     where id = ${id} and state = 'done' and commitment in ('none', 'asked') for update`,
  );
}

export type CommittableImage = { SOPClassUID: string; SOPInstanceUID: string };

/** Of the images that the study has now: others, which were purged since, prove nothing of these. */
export function listDelivered(tx: Tx, id: string, peerId: string): Promise<CommittableImage[]> {
  return rows(
    tx,
    sql<CommittableImage>`select t.sop_class_uid as "SOPClassUID", t.sop_instance_uid as "SOPInstanceUID"
      from transfers.delivered_instance t join transfers.delivery d on d.id = t.delivery_id
      join imaging.pub_instance i on i.study_id = d.study_id and i.sop_instance_uid = t.sop_instance_uid
     where t.delivery_id = ${id} and t.peer_id = ${peerId} and t.outcome <> 'refused'`,
  );
}

export async function noteCommitment(
  tx: Tx,
  id: string,
  commitment: Delivery['commitment'],
  transactionUid: string | null,
): Promise<void> {
  await sql`update transfers.delivery
       set commitment = ${commitment}, commitment_uid = coalesce(${transactionUid}, commitment_uid),
           commitment_asked_at = case when ${transactionUid}::text is null then commitment_asked_at else now() end
     where id = ${id}`.execute(tx);
}

/** A delivery whose last request of commitment, this one, has no report. Held until the transaction ends. */
export function findSilent(
  tx: Tx,
  id: string,
  transactionUid: string,
): Promise<{ silences: number; structureId: string; studyId: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ silences: number; structureId: string; studyId: string }>`select commitment_silences as silences,
        structure_id as "structureId", study_id as "studyId" from transfers.delivery
     where id = ${id} and commitment = 'asked' and commitment_uid = ${transactionUid} for update`,
  );
}

export async function noteSilence(tx: Tx, id: string, commitment: 'asked' | 'unreported'): Promise<void> {
  await sql`update transfers.delivery
       set commitment = ${commitment}, commitment_silences = commitment_silences + 1 where id = ${id}`.execute(
    tx,
  );
}

export type CommittedDelivery = {
  id: string;
  studyId: string;
  structureId: string;
  peerId: string;
  peerAeTitle: string;
  StudyInstanceUID: string;
};

/** Held until the transaction ends. */
export function lockCommitment(tx: Tx, transactionUid: string): Promise<CommittedDelivery | undefined> {
  return maybeRow(
    tx,
    sql<CommittedDelivery>`select d.id, d.study_id as "studyId", d.structure_id as "structureId", d.peer_id as "peerId",
        d.peer_ae_title as "peerAeTitle", s.study_instance_uid as "StudyInstanceUID"
      from transfers.delivery d join imaging.pub_study s on s.id = d.study_id
     where d.commitment_uid = ${transactionUid} for update of d`,
  );
}
