import { askSystem, maybeRow, oneRow, type SystemDatabase, type Tx } from '@liaison/db';
import type { FeatureGroup } from '@liaison/kernel';
import { sql } from 'kysely';

export type AccountRow = { professional_id: string; password_hash: string; email: string; name: string };

export function findAccount(tx: Tx, email: string): Promise<AccountRow | undefined> {
  return maybeRow(
    tx,
    sql<AccountRow>`
    select a.professional_id, a.password_hash, p.email, upper(p.family_name) || ' ' || p.given_name as name
      from signin.account a join directory.professional p on p.id = a.professional_id
     where p.email = ${email.toLowerCase()} and p.is_active and a.is_active`,
  );
}

export async function saveAccount(tx: Tx, professionalId: string, passwordHash: string): Promise<void> {
  await sql`insert into signin.account (professional_id, password_hash) values (${professionalId}, ${passwordHash})
    on conflict (professional_id) do update set password_hash = excluded.password_hash, changed_at = now()`.execute(
    tx,
  );
}

/** Failures of the last `minutes` for this login, and for this address. */
export function countAttempts(
  tx: Tx,
  loginDigest: string,
  address: string,
  minutes: number,
): Promise<{ by_login: number; by_address: number }> {
  return oneRow(
    tx,
    sql<{ by_login: number; by_address: number }>`select
    (select count(*) from signin.attempt
      where login_digest = ${loginDigest} and at > now() - make_interval(mins => ${minutes})) as by_login,
    (select count(*) from signin.attempt
      where address = ${address} and at > now() - make_interval(mins => ${minutes})) as by_address`,
  );
}

/** Holds the attempts of a login, then those of an address, until the transaction ends: those counted are all there are. */
export async function lockAttempts(tx: Tx, loginDigest: string, address: string): Promise<void> {
  for (const name of [loginDigest, address])
    await sql`select pg_advisory_xact_lock(hashtextextended(${`signin/${name}`}, 0))`.execute(tx);
}

export async function insertAttempt(tx: Tx, id: string, loginDigest: string, address: string): Promise<void> {
  await sql`insert into signin.attempt (id, login_digest, address) values (${id}, ${loginDigest}, ${address})`.execute(
    tx,
  );
  await sql`delete from signin.attempt where at < now() - interval '1 day'`.execute(tx);
}

/** For one that turned out right. */
export async function forgetAttempt(tx: Tx, id: string): Promise<void> {
  await sql`delete from signin.attempt where id = ${id}`.execute(tx);
}

export async function forgetAttempts(tx: Tx, loginDigest: string): Promise<void> {
  await sql`delete from signin.attempt where login_digest = ${loginDigest}`.execute(tx);
}

export async function insertChallenge(
  tx: Tx,
  tokenDigest: string,
  professionalId: string,
  seconds: number,
): Promise<void> {
  await sql`insert into signin.challenge (token_digest, professional_id, expires_at)
    values (${tokenDigest}, ${professionalId}, now() + make_interval(secs => ${seconds}))`.execute(tx);
  await sql`delete from signin.challenge where expires_at < now() - interval '1 day'`.execute(tx);
}

export type ChallengeRow = {
  professional_id: string;
  code_digest: string | null;
  failures: number;
  is_over: boolean;
  email: string;
  name: string;
};

/** The challenge, locked: two tries at once count as two. */
export function lockChallenge(tx: Tx, tokenDigest: string): Promise<ChallengeRow | undefined> {
  return maybeRow(
    tx,
    sql<ChallengeRow>`
    select c.professional_id, c.code_digest, c.failures, c.used_at is not null or c.expires_at < now() as is_over,
           p.email, upper(p.family_name) || ' ' || p.given_name as name
      from signin.challenge c join directory.professional p on p.id = c.professional_id
     where c.token_digest = ${tokenDigest} for update of c`,
  );
}

export async function setCode(tx: Tx, tokenDigest: string, codeDigest: string): Promise<void> {
  await sql`update signin.challenge set code_digest = ${codeDigest} where token_digest = ${tokenDigest}`.execute(
    tx,
  );
}

export async function countFailure(tx: Tx, tokenDigest: string): Promise<void> {
  await sql`update signin.challenge set failures = failures + 1 where token_digest = ${tokenDigest}`.execute(
    tx,
  );
}

export async function useChallenge(tx: Tx, tokenDigest: string): Promise<void> {
  await sql`update signin.challenge set used_at = now() where token_digest = ${tokenDigest}`.execute(tx);
}

export async function insertSession(
  tx: Tx,
  session: {
    id: string;
    tokenDigest: string;
    professionalId: string;
    communityId: string | null;
    hours: number;
  },
): Promise<void> {
  await sql`insert into signin.session (token_digest, id, professional_id, community_id, expires_at)
    values (${session.tokenDigest}, ${session.id}, ${session.professionalId}, ${session.communityId},
      now() + make_interval(hours => ${session.hours}))`.execute(tx);
}

export type SessionRow = {
  session_id: string;
  professional_id: string;
  chosen_community_id: string | null;
  family_name: string;
  given_name: string;
  profession: string;
  rpps: string | null;
  email: string;
  features: FeatureGroup[];
  community_id: string;
  community_name: string;
  structure_id: string;
  structure_name: string;
  /** The session was last seen more than a minute ago. */
  is_due: boolean;
};

/**
 * One row for each place where the session's user works, the one of his last session first; none when the session is over or
 * he is no longer active.
 */
export function listSessionPlaces(
  database: SystemDatabase,
  tokenDigest: string,
  idleMinutes: number,
): Promise<SessionRow[]> {
  return askSystem(
    database,
    sql<SessionRow>`
    select s.id as session_id, s.professional_id, s.community_id as chosen_community_id, m.family_name, m.given_name,
           m.profession, m.rpps, m.email, m.features, m.community_id, m.community_name, m.structure_id, m.structure_name,
           s.last_seen_at < now() - interval '1 minute' as is_due
      from signin.session s
      join signin.account a on a.professional_id = s.professional_id and a.is_active
      join directory.pub_member m on m.professional_id = s.professional_id and m.is_active
     where s.token_digest = ${tokenDigest} and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - make_interval(mins => ${idleMinutes})
     order by m.community_id is distinct from
       (select l.community_id from signin.session l where l.professional_id = s.professional_id
           and l.community_id is not null order by l.opened_at desc limit 1),
       m.structure_name, m.community_name`,
  );
}

/** Notes that the session lives. */
export async function touchSession(tx: Tx, tokenDigest: string): Promise<void> {
  await sql`update signin.session set last_seen_at = now()
     where token_digest = ${tokenDigest}`.execute(tx);
}

export async function setContext(tx: Tx, tokenDigest: string, communityId: string): Promise<void> {
  await sql`update signin.session set community_id = ${communityId} where token_digest = ${tokenDigest}`.execute(
    tx,
  );
}

export async function endSession(tx: Tx, tokenDigest: string): Promise<void> {
  await sql`update signin.session set ended_at = now() where token_digest = ${tokenDigest} and ended_at is null`.execute(
    tx,
  );
}
