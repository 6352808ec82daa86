import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import { z } from 'zod';
import { patientTraits, type PatientTraits } from './contract.ts';
import type { Patient } from './model.ts';

type PatientRow = {
  id: string;
  dossier_id: string;
  is_unknown: boolean;
  alias: string | null;
  birth_name: string;
  birth_given_names: string;
  birth_date: string | null;
  sex: string | null;
  birth_place_code: string;
  ipp: string;
  source: unknown;
};

function toPatient(row: PatientRow): Patient {
  const traits = patientTraits.parse({
    isUnknown: row.is_unknown,
    birthName: row.birth_name,
    birthGivenNames: row.birth_given_names,
    birthDate: row.birth_date,
    sex: row.sex,
    birthPlaceCode: row.birth_place_code,
    ipp: row.ipp,
    source: row.source,
  });
  return { id: row.id, alias: row.alias, traits };
}

export async function insertPatient(tx: Tx, dossierId: string, patient: Patient): Promise<void> {
  const { traits } = patient;
  await sql`insert into patients.patient (id, dossier_id, is_unknown, alias, birth_name, birth_given_names, birth_date,
      sex, birth_place_code, ipp, source)
    values (${patient.id}, ${dossierId}, ${traits.isUnknown}, ${patient.alias}, ${traits.birthName},
      ${traits.birthGivenNames}, ${traits.birthDate}, ${traits.sex}, ${traits.birthPlaceCode}, ${traits.ipp},
      ${JSON.stringify(traits.source)}::jsonb)`.execute(tx);
}

export async function updatePatient(
  tx: Tx,
  id: string,
  alias: string | null,
  traits: PatientTraits,
): Promise<void> {
  await sql`update patients.patient set is_unknown = ${traits.isUnknown}, alias = ${alias},
      birth_name = ${traits.birthName}, birth_given_names = ${traits.birthGivenNames}, birth_date = ${traits.birthDate},
      sex = ${traits.sex}, birth_place_code = ${traits.birthPlaceCode}, ipp = ${traits.ipp},
      source = ${JSON.stringify(traits.source)}::jsonb
    where id = ${id}`.execute(tx);
}

export async function removePatient(tx: Tx, dossierId: string): Promise<void> {
  await sql`delete from patients.patient where dossier_id = ${dossierId}`.execute(tx);
}

export async function findPatient(tx: Tx, dossierId: string): Promise<Patient | undefined> {
  const row = await maybeRow(
    tx,
    sql<PatientRow>`select * from patients.pub_patient where dossier_id = ${dossierId}`,
  );
  return row && toPatient(row);
}

/** By dossier id; a dossier that the actor may not read has no entry. */
export async function findPatients(
  tx: Tx,
  dossierIds: readonly string[],
): Promise<ReadonlyMap<string, Patient>> {
  const found = await rows(
    tx,
    sql<PatientRow>`
    select * from patients.pub_patient where dossier_id = any (${[...dossierIds]}::uuid[])`,
  );
  return new Map(found.map((row) => [row.dossier_id, toPatient(row)]));
}

/** The next alias of a structure on a day: INCONNU-aaaammjj-n, n from 1. */
export async function drawAlias(tx: Tx, structureId: string, day: string): Promise<string> {
  const { last } = await oneRow(
    tx,
    sql<{ last: number }>`
    insert into patients.alias_counter as counter (structure_id, day, last) values (${structureId}, ${day}, 1)
    on conflict (structure_id, day) do update set last = counter.last + 1 returning last`,
  );
  return `INCONNU-${z.iso.date().parse(day).replaceAll('-', '')}-${last}`;
}
