import type { Tx } from '@liaison/db';
import type { DicomTraits } from '@liaison/imaging';
import type { Coercion } from '../contract.ts';
import { fold } from '../routing/route-model.ts';
import { findAlias, keepAlias, type AliasRow } from '../store.ts';

/** Whose images these are, and the structure whose identifiers they carry. */
export type SourcePatient = { structureId: string; traits: DicomTraits };

function nameKey({ familyName, givenNames }: DicomTraits): string {
  return fold(`${familyName} ${givenNames}`)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * The identifier that this patient had at a destination in an earlier sending. An identifier is given again to nobody
 * else: the images must carry the same name and birth date as then, whatever their PatientID says.
 */
export async function findKnownIdentifier(
  tx: Tx,
  patient: SourcePatient,
  targetStructureId: string,
): Promise<AliasRow | undefined> {
  const { traits, structureId } = patient;
  if (traits.patientId === '') return undefined;
  const alias = await findAlias(tx, {
    sourceStructureId: structureId,
    patientId: traits.patientId,
    issuerOfPatientId: traits.issuerOfPatientId,
    targetStructureId,
  });
  const isSame = alias?.birth_date === traits.birthDate && alias.name_folded === nameKey(traits);
  return isSame ? alias : undefined;
}

/** Learns from what a person wrote. Traits that were changed on purpose are no ground to recognise the patient by. */
export async function learnIdentifier(
  tx: Tx,
  patient: SourcePatient,
  target: { structureId: string; coercion: Coercion },
  noted: { at: Date; by: string },
): Promise<void> {
  const { traits, structureId } = patient;
  const { patientId, issuerOfPatientId } = target.coercion;
  if (patientId === null || traits.patientId === '' || traits.birthDate === null) return;
  await keepAlias(tx, {
    sourceStructureId: structureId,
    patientId: traits.patientId,
    issuerOfPatientId: traits.issuerOfPatientId,
    targetStructureId: target.structureId,
    birthDate: traits.birthDate,
    nameFolded: nameKey(traits),
    targetPatientId: patientId,
    targetIssuer: issuerOfPatientId ?? '',
    notedAt: noted.at,
    notedBy: noted.by,
  });
}
