import { maybeRow, rows, type Tx } from '@liaison/db';
import type { FeatureGroup } from '@liaison/kernel';
import { sql } from 'kysely';

export type MemberRow = {
  professional_id: string;
  family_name: string;
  given_name: string;
  profession: string;
  specialty: string;
  rpps: string | null;
  internal_id: string | null;
  email: string;
  features: FeatureGroup[];
  is_active: boolean;
  community_id: string;
  community_name: string;
  community_email: string | null;
  structure_id: string;
  structure_name: string;
  finess: string | null;
  siret: string | null;
  town: string;
};

export type CommunityRow = {
  id: string;
  name: string;
  specialty: string;
  email: string | null;
  structure_id: string;
  structure_name: string;
  finess: string | null;
  town: string;
};

export type StructureRow = {
  id: string;
  name: string;
  finess: string | null;
  siret: string | null;
  town: string;
};

/** The places where a professional works, by name; none when he is unknown or no longer active. */
export function listMemberships(tx: Tx, professionalId: string): Promise<MemberRow[]> {
  return rows(
    tx,
    sql<MemberRow>`select * from directory.pub_member
     where professional_id = ${professionalId} and is_active order by structure_name, community_name`,
  );
}

export function listMembersOfCommunity(tx: Tx, communityId: string): Promise<MemberRow[]> {
  return rows(
    tx,
    sql<MemberRow>`select * from directory.pub_member
     where community_id = ${communityId} and is_active order by family_name, given_name`,
  );
}

export function findProfessionalIdByEmail(tx: Tx, email: string): Promise<{ id: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ id: string }>`
    select id from directory.professional where email = ${email.toLowerCase()} and is_active`,
  );
}

export function findCommunity(tx: Tx, id: string): Promise<CommunityRow | undefined> {
  return maybeRow(
    tx,
    sql<CommunityRow>`select * from directory.pub_community where id = ${id} and is_active`,
  );
}

export function findStructure(tx: Tx, id: string): Promise<StructureRow | undefined> {
  return maybeRow(
    tx,
    sql<StructureRow>`select id, name, finess, siret, town from directory.pub_structure where id = ${id}`,
  );
}

/** Every structure, by name. */
export function listStructures(tx: Tx): Promise<StructureRow[]> {
  return rows(
    tx,
    sql<StructureRow>`select id, name, finess, siret, town from directory.pub_structure order by name, id`,
  );
}

export type RecipientRow = {
  kind: 'community' | 'professional';
  id: string;
  label: string;
  detail: string;
  structureName: string;
};

/** Who asks, and what he looks for: orders what is found, hides nothing. */
export type SearchContext = { structureId: string | null; specialty: string };

/**
 * Communities first, then professionals, whose folded name holds every word asked: the structure's usual correspondents,
 * then the specialty asked for, then by name, one's own structure last.
 */
export function searchRecipients(
  tx: Tx,
  words: readonly string[],
  context: SearchContext,
  limit: number,
): Promise<RecipientRow[]> {
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
  // Folded once for all rows, and each row once for all words.
  const everyWord = sql`like all (array(select directory.fold(pattern) from unnest(${patterns}::text[]) as pattern))`;
  return rows(
    tx,
    sql<RecipientRow>`
    (select 'community' as kind, c.id, c.name as label, concat_ws(', ', c.structure_name, nullif(c.town, '')) as detail,
            c.structure_name as "structureName"
       from directory.pub_community c
       left join directory.usage u on u.structure_id = ${context.structureId}::uuid and u.recipient_id = c.id
      where c.is_active
        -- Nobody asks an opinion of a purchasing department.
        and not exists (select from directory.membership n join directory.professional p on p.id = n.professional_id
              where n.community_id = c.id and p.features <@ '{buyer,supplier,authority}')
        and directory.fold(c.name || ' ' || c.specialty || ' ' || c.structure_name || ' ' || c.town) ${everyWord}
      order by coalesce(u.sent_count, 0) desc, c.specialty = ${context.specialty} desc,
               c.structure_id is not distinct from ${context.structureId}::uuid, c.name, c.structure_name
      limit ${limit})
    union all
    (select 'professional', m.professional_id, upper(m.family_name) || ' ' || m.given_name,
            concat_ws(', ', nullif(max(m.specialty), ''), string_agg(distinct m.community_name, ' · '), max(m.structure_name)),
            max(m.structure_name)
       from directory.pub_member m
      where m.is_active and 'clinical' = any (m.features) and ${patterns.length > 0}
        and directory.fold(m.family_name || ' ' || m.given_name || ' ' || m.specialty || ' ' ||
              m.structure_name || ' ' || m.town) ${everyWord}
      group by m.professional_id, m.family_name, m.given_name
      order by 3 limit ${limit})`,
  );
}

/** Counts one more télédossier from a structure to each of these correspondents; in order, so that two never wait for each other. */
export async function noteUsage(tx: Tx, structureId: string, recipientIds: readonly string[]): Promise<void> {
  await sql`insert into directory.usage (structure_id, recipient_id)
    select ${structureId}::uuid, r from unnest(${[...new Set(recipientIds)]}::uuid[]) as r order by r
    on conflict (structure_id, recipient_id) do update
      set sent_count = directory.usage.sent_count + 1, last_at = now()`.execute(tx);
}

/** What files of a region bring: used by the demo region and by tests, as the system role. */
export async function insertStructure(
  tx: Tx,
  structure: { id: string; name: string; finess: string | null; siret?: string | null; town: string },
): Promise<void> {
  await sql`insert into directory.structure (id, name, finess, siret, town)
    values (${structure.id}, ${structure.name}, ${structure.finess}, ${structure.siret ?? null}, ${structure.town}) on conflict (id) do nothing`.execute(
    tx,
  );
}

export async function insertCommunity(
  tx: Tx,
  community: { id: string; structureId: string; name: string; specialty: string; email: string | null },
): Promise<void> {
  await sql`insert into directory.community (id, structure_id, name, specialty, email)
    values (${community.id}, ${community.structureId}, ${community.name}, ${community.specialty}, ${community.email})
    on conflict (id) do nothing`.execute(tx);
}

export type NewProfessional = {
  id: string;
  familyName: string;
  givenName: string;
  profession: string;
  specialty: string;
  rpps: string | null;
  internalId: string | null;
  email: string;
  features: readonly FeatureGroup[];
  communityIds: readonly string[];
};

export async function insertProfessional(tx: Tx, person: NewProfessional): Promise<void> {
  await sql`insert into directory.professional
      (id, family_name, given_name, profession, specialty, rpps, internal_id, email, features)
    values (${person.id}, ${person.familyName}, ${person.givenName}, ${person.profession}, ${person.specialty},
      ${person.rpps}, ${person.internalId}, ${person.email}, ${[...person.features]}::text[])
    on conflict (id) do nothing`.execute(tx);
  await sql`insert into directory.membership (professional_id, community_id)
    select ${person.id}::uuid, community_id from unnest(${[...person.communityIds]}::uuid[]) as community_id
    on conflict do nothing`.execute(tx);
}
