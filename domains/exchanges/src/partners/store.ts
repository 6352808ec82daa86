import { maybeRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { KnownParticipant, Partner, PartnerFields } from '../contract.ts';

type PartnerRow = {
  id: string;
  name: string;
  scheme: KnownParticipant['scheme'];
  participant_id: string;
  siret: string;
  ways: Partner['ways'];
  may_send: string[];
  requires_certificate: boolean;
  is_active: boolean;
};

const columns = sql`id, name, scheme, participant_id, siret, ways, may_send, requires_certificate, is_active`;

function toPartner(row: PartnerRow): Partner {
  return {
    id: row.id,
    name: row.name,
    participant: { scheme: row.scheme, id: row.participant_id },
    siret: row.siret,
    ways: row.ways,
    maySend: row.may_send,
    requiresCertificate: row.requires_certificate,
    isActive: row.is_active,
  };
}

/** Of a structure, by name. */
export async function listPartnersOf(tx: Tx, structureId: string): Promise<Partner[]> {
  const found = await rows(
    tx,
    sql<PartnerRow>`select ${columns} from exchanges.partner where structure_id = ${structureId} order by name, id`,
  );
  return found.map(toPartner);
}

export async function findPartner(tx: Tx, id: string): Promise<Partner | undefined> {
  const row = await maybeRow(tx, sql<PartnerRow>`select ${columns} from exchanges.partner where id = ${id}`);
  return row && toPartner(row);
}

/** @returns false where another partner of the structure has the identifier */
export async function insertPartner(
  tx: Tx,
  id: string,
  structureId: string,
  given: PartnerFields,
): Promise<boolean> {
  const made = await rows(
    tx,
    sql`insert into exchanges.partner (id, structure_id, name, scheme, participant_id, siret, ways, may_send,
        requires_certificate, is_active)
      values (${id}, ${structureId}, ${given.name}, ${given.participant.scheme}, ${given.participant.id}, ${given.siret},
        ${JSON.stringify(given.ways)}::jsonb, ${[...given.maySend]}, ${given.requiresCertificate}, ${given.isActive})
      on conflict on constraint partner_is_one_per_participant do nothing returning id`,
  );
  return made.length === 1;
}

/** @returns false where there is no such partner. Its identifier stays: what was exchanged names it. */
export async function updatePartner(tx: Tx, id: string, given: PartnerFields): Promise<boolean> {
  const changed = await rows(
    tx,
    sql`update exchanges.partner
        set name = ${given.name}, siret = ${given.siret}, ways = ${JSON.stringify(given.ways)}::jsonb,
            may_send = ${[...given.maySend]}, requires_certificate = ${given.requiresCertificate},
            is_active = ${given.isActive}, changed_at = now()
      where id = ${id} and scheme = ${given.participant.scheme} and participant_id = ${given.participant.id}
      returning id`,
  );
  return changed.length === 1;
}
