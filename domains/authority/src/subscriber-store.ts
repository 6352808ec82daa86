import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import type { SubscriberReport } from '@liaison/mio-authority';
import { newId } from '@liaison/kernel';
import { sql } from 'kysely';

export type SubscriberRow = {
  id: string;
  licenceId: string;
  number: string;
  product: string;
  organisation: string;
  installation: string;
  controllerVersion: string;
  isInOrder: boolean;
  isConnected: boolean;
  firstSeenAt: Date;
  lastSeenAt: Date;
  trouble: string | null;
  bundles: { bundleId: string; version: number; since: string }[];
};

/** `today`: of France, for licences in force. */
export function listSubscriberRows(tx: Tx, today: string): Promise<SubscriberRow[]> {
  return rows(
    tx,
    sql<SubscriberRow>`select s.id, s.licence_id as "licenceId", l.number, l.product, o.name as organisation,
        s.installation, s.controller_version as "controllerVersion",
        l.state = 'delivered' and ${today}::date between l.valid_from and l.valid_to as "isInOrder",
        exists (select from authority.stream t where t.licence_id = s.licence_id and t.held_until > now()) as "isConnected",
        s.first_seen_at as "firstSeenAt", s.last_seen_at as "lastSeenAt", s.trouble,
        coalesce((select jsonb_agg(jsonb_build_object('bundleId', b.bundle_id, 'version', b.version, 'since', b.since)
            order by b.bundle_id) from authority.subscriber_bundle b where b.subscriber_id = s.id), '[]') as bundles
      from authority.subscriber s join authority.licence l on l.id = s.licence_id
      join authority.organisation o on o.id = l.organisation_id
      order by o.name, s.installation, s.id`,
  );
}

/** A licence is for the installations of one organisation. */
const mostInstallations = 50;

/** Whether a licence has as many installations as it may, this one not among them. */
export async function hasTooMany(tx: Tx, licenceId: string, installation: string): Promise<boolean> {
  const { count, isKnown } = await oneRow(
    tx,
    sql<{ count: number; isKnown: boolean }>`select count(*) as count,
        coalesce(bool_or(installation = ${installation}), false) as "isKnown"
      from authority.subscriber where licence_id = ${licenceId}`,
  );
  return !isKnown && count >= mostInstallations;
}

/** What a subscriber says of itself; the same again changes only when it was seen. @returns whether anything is new */
export async function saveReport(tx: Tx, licenceId: string, report: SubscriberReport): Promise<boolean> {
  const before = await maybeRow(
    tx,
    sql<{ told: string }>`select concat_ws(' ', controller_version, root_version, trouble) as told
      from authority.subscriber where licence_id = ${licenceId} and installation = ${report.installation} for update`,
  );
  const { id, told } = await oneRow(
    tx,
    sql<{ id: string; told: string }>`insert into authority.subscriber
        (id, licence_id, installation, controller_version, root_version, pointer_sequence, trouble)
      values (${newId()}, ${licenceId}, ${report.installation}, ${report.controllerVersion}, ${report.rootVersion},
        ${report.pointerSequence}, ${report.trouble})
      on conflict on constraint installation_is_one_per_licence do update
        set controller_version = excluded.controller_version, root_version = excluded.root_version,
            pointer_sequence = excluded.pointer_sequence, trouble = excluded.trouble, last_seen_at = now()
      returning id, concat_ws(' ', controller_version, root_version, trouble) as told`,
  );
  const { numAffectedRows = 0n } = await sql`insert into authority.subscriber_bundle
      (subscriber_id, bundle_id, version, content_sha256)
    select ${id}::uuid, b."bundleId", b.version, b."contentSha256"
    from jsonb_to_recordset(${JSON.stringify(report.installed)}::jsonb)
      as b("bundleId" text, version integer, "contentSha256" text)
    on conflict (subscriber_id, bundle_id) do update
      set version = excluded.version, content_sha256 = excluded.content_sha256, since = now()
      where authority.subscriber_bundle.version <> excluded.version
         or authority.subscriber_bundle.content_sha256 <> excluded.content_sha256`.execute(tx);
  return numAffectedRows > 0n || told !== before?.told;
}

/** Says that a stream of a licence is open for a while. @returns how many it has */
export async function holdStream(tx: Tx, id: string, licenceId: string, heldForMs: number): Promise<number> {
  await sql`delete from authority.stream where held_until < now() - interval '1 hour'`.execute(tx);
  await sql`insert into authority.stream (id, licence_id, held_until)
    values (${id}, ${licenceId}, now() + ${heldForMs}::double precision * interval '1 millisecond')
    on conflict (id) do update set held_until = excluded.held_until`.execute(tx);
  await sql`update authority.subscriber set last_seen_at = now() where licence_id = ${licenceId}`.execute(tx);
  const { count } = await oneRow(
    tx,
    sql<{ count: number }>`select count(*) as count from authority.stream
      where licence_id = ${licenceId} and held_until > now()`,
  );
  return count;
}

export async function dropStream(tx: Tx, id: string): Promise<void> {
  await sql`delete from authority.stream where id = ${id}`.execute(tx);
}
