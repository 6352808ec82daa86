import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Coercion, Delivery, DeliveryFilter, DeliveryState } from './contract.ts';

export type DeliveryRow = {
  id: string;
  study_id: string;
  structure_id: string;
  route_id: string | null;
  route_name: string | null;
  asked_by: string;
  asked_at: Date;
  peer_id: string;
  peer_name: string;
  peer_ae_title: string;
  peer_ids: string[];
  coercion: Coercion | null;
  state: DeliveryState;
  total: number;
  sent: number;
  warned: number;
  refused: number;
  attempts: number;
  next_try_at: Date | null;
  ended_at: Date | null;
  failure_code: string | null;
  failure_detail: string;
  commitment: Delivery['commitment'];
  commitment_asked_at: Date | null;
};

const columns = sql`d.id, d.study_id, d.structure_id, d.route_id, r.name as route_name, d.asked_by, d.asked_at, d.peer_id,
  d.peer_name, d.peer_ae_title, d.peer_ids, d.coercion, d.state, d.total, d.sent, d.warned, d.refused, d.attempts,
  d.next_try_at, d.ended_at, d.failure_code, d.failure_detail, d.commitment, d.commitment_asked_at`;
const source = sql`transfers.delivery d left join transfers.route r on r.id = d.route_id`;

export type NewDelivery = {
  id: string;
  studyId: string;
  structureId: string;
  routeId: string | null;
  askedById: string | null;
  askedBy: string;
  askedAt: Date;
  peers: readonly { id: string; name: string; aeTitle: string }[];
  triesEach: number;
  coercion: Coercion | null;
  maxBytesPerSecond: number | null;
  giveUpAt: Date;
};

/** @returns false where the study followed this route before */
export async function insertDelivery(tx: Tx, given: NewDelivery): Promise<boolean> {
  const [first] = given.peers;
  if (!first) throw new TypeError('a delivery without destination');
  const made = await rows(
    tx,
    sql`insert into transfers.delivery (id, study_id, structure_id, route_id, asked_by_id, asked_by, asked_at, peer_id,
        peer_name, peer_ae_title, peer_ids, tries_each, coercion, max_bytes_per_second, give_up_at, next_try_at, total)
      select ${given.id}::uuid, ${given.studyId}::uuid, ${given.structureId}::uuid, ${given.routeId}::uuid,
        ${given.askedById}::uuid, ${given.askedBy}, ${given.askedAt}::timestamptz, ${first.id}::uuid, ${first.name},
        ${first.aeTitle}, ${given.peers.map(({ id }) => id)}::uuid[], ${given.triesEach}::integer,
        ${given.coercion === null ? null : JSON.stringify(given.coercion)}::jsonb, ${given.maxBytesPerSecond}::bigint,
        ${given.giveUpAt}::timestamptz, ${given.askedAt}::timestamptz, s.image_count
        from imaging.pub_study s where s.id = ${given.studyId}
      on conflict on constraint study_follows_a_route_once do nothing returning 1`,
  );
  return made.length === 1;
}

const filters = {
  open: sql`d.state in ('waiting', 'sending')`,
  failed: sql`d.state = 'failed'`,
  all: sql`true`,
} satisfies Record<DeliveryFilter, unknown>;

/** Those that the transaction's actor may see, the last asked first. */
export function listDeliveries(
  tx: Tx,
  asked: { filter: DeliveryFilter; studyId: string | null; beforeId: string | null; most: number },
): Promise<DeliveryRow[]> {
  return rows(
    tx,
    sql<DeliveryRow>`select ${columns} from ${source}
     where ${filters[asked.filter]} and (${asked.studyId}::uuid is null or d.study_id = ${asked.studyId}::uuid)
       and (${asked.beforeId}::uuid is null or d.id < ${asked.beforeId}::uuid)
     order by d.id desc limit ${asked.most}`,
  );
}

export function countDeliveries(tx: Tx): Promise<{ open: number; failed: number }> {
  return oneRow(
    tx,
    sql<{ open: number; failed: number }>`
    select (select count(*) from transfers.delivery where state in ('waiting', 'sending')) as open,
           (select count(*) from transfers.delivery where state = 'failed') as failed`,
  );
}

export function findDelivery(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return maybeRow(tx, sql<DeliveryRow>`select ${columns} from ${source} where d.id = ${id}`);
}

/** Held until the transaction ends. */
export function lockDelivery(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return maybeRow(tx, sql<DeliveryRow>`select ${columns} from ${source} where d.id = ${id} for update of d`);
}

export type TroubledRow = {
  sop_instance_uid: string;
  outcome: 'warned' | 'refused';
  status: number;
  comment: string;
};

export function listTroubled(tx: Tx, id: string, peerId: string, most: number): Promise<TroubledRow[]> {
  return rows(
    tx,
    sql<TroubledRow>`select sop_instance_uid, outcome, status, comment from transfers.delivered_instance
     where delivery_id = ${id} and peer_id = ${peerId} and outcome <> 'sent'
     order by outcome, sop_instance_uid limit ${most}`,
  );
}

/** Due at once, at the first destination again where it had given up; what was refused is sent again. */
export async function rearm(
  tx: Tx,
  id: string,
  peer: { id: string; name: string; aeTitle: string },
  at: { now: Date; giveUpAt: Date },
): Promise<void> {
  await sql`delete from transfers.delivered_instance where delivery_id = ${id} and outcome = 'refused'`.execute(
    tx,
  );
  await sql`update transfers.delivery
       set state = 'waiting', next_try_at = ${at.now}, give_up_at = ${at.giveUpAt}, failures_here = 0, refused = 0,
           ended_at = null, peer_id = ${peer.id}, peer_name = ${peer.name}, peer_ae_title = ${peer.aeTitle}
     where id = ${id}`.execute(tx);
}

export async function markCancelled(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`update transfers.delivery
       set state = 'cancelled', ended_at = ${now}, next_try_at = null, holder = null, held_until = null
     where id = ${id}`.execute(tx);
}

/** To be asked anew, as if it never had been. */
export async function renewCommitment(tx: Tx, id: string): Promise<void> {
  await sql`update transfers.delivery set commitment = 'asked', commitment_silences = 0 where id = ${id}`.execute(
    tx,
  );
}

/** The structure whose images these are, and whose identifiers they carry. */
export async function sourceStructureOf(tx: Tx, studyId: string): Promise<string> {
  const study = await oneRow(
    tx,
    sql<{ id: string }>`select structure_id as id from imaging.pub_study where id = ${studyId}`,
  );
  return study.id;
}

export type AliasKey = {
  sourceStructureId: string;
  patientId: string;
  issuerOfPatientId: string;
  targetStructureId: string;
};

export type AliasRow = {
  target_patient_id: string;
  target_issuer: string;
  noted_at: Date;
  birth_date: string | null;
  name_folded: string;
};

export function findAlias(tx: Tx, key: AliasKey): Promise<AliasRow | undefined> {
  return maybeRow(
    tx,
    sql<AliasRow>`select target_patient_id, target_issuer, noted_at, birth_date, name_folded from transfers.patient_alias
     where source_structure_id = ${key.sourceStructureId} and patient_id = ${key.patientId}
       and issuer_of_patient_id = ${key.issuerOfPatientId} and target_structure_id = ${key.targetStructureId}`,
  );
}

export type NewAlias = AliasKey & {
  birthDate: string | null;
  nameFolded: string;
  targetPatientId: string;
  targetIssuer: string;
  notedAt: Date;
  notedBy: string;
};

export async function keepAlias(tx: Tx, alias: NewAlias): Promise<void> {
  await sql`insert into transfers.patient_alias (source_structure_id, patient_id, issuer_of_patient_id, birth_date,
      name_folded, target_structure_id, target_patient_id, target_issuer, noted_at, noted_by)
    values (${alias.sourceStructureId}, ${alias.patientId}, ${alias.issuerOfPatientId}, ${alias.birthDate},
      ${alias.nameFolded}, ${alias.targetStructureId}, ${alias.targetPatientId}, ${alias.targetIssuer},
      ${alias.notedAt}, ${alias.notedBy})
    on conflict on constraint alias_is_one_per_target do update
      set birth_date = excluded.birth_date, name_folded = excluded.name_folded,
          target_patient_id = excluded.target_patient_id, target_issuer = excluded.target_issuer,
          noted_at = excluded.noted_at, noted_by = excluded.noted_by`.execute(tx);
}

/** What a zip is made of. */
export type PackedInstance = {
  study_id: string;
  series_instance_uid: string;
  modality: string;
  series_number: number | null;
  sop_instance_uid: string;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  container_id: string;
  data_offset: number;
  data_length: number;
  crc32: number;
  instance_number: number | null;
};

/** By study, series, then InstanceNumber. */
export function listInstances(tx: Tx, studyIds: readonly string[]): Promise<PackedInstance[]> {
  return rows(
    tx,
    sql<PackedInstance>`
    select study_id, series_instance_uid, modality, series_number, sop_instance_uid, sop_class_uid,
           transfer_syntax_uid, container_id, data_offset, data_length, crc32, instance_number
      from imaging.pub_instance where study_id = any (${[...studyIds]}::uuid[])
     order by study_id, series_number nulls last, series_instance_uid, instance_number nulls last, sop_instance_uid`,
  );
}
