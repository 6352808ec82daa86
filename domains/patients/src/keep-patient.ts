import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { assertExists, newId, type UserActor } from '@liaison/kernel';
import type { ImageTraits } from './compare-identity.ts';
import type { PatientTraits } from './contract.ts';
import { fillFromImages, noTraits, withTrueSources, type Patient } from './model.ts';
import { drawAlias, findPatient, insertPatient, removePatient, updatePatient } from './store.ts';

/** Gives a new dossier its patient: no trait yet, or those of the images as provisional. */
export async function createPatient(
  tx: Tx,
  actor: UserActor,
  dossierId: string,
  images: ImageTraits | null,
): Promise<Patient> {
  await authorise(tx, actor, 'dossier:ask', { kind: 'dossier', id: dossierId });
  const patient = { id: newId(), alias: null, traits: images ? fillFromImages(noTraits, images) : noTraits };
  await insertPatient(tx, dossierId, patient);
  return patient;
}

/**
 * Keeps the traits that the author sends, completed by those of newly attached images. `today` is the calendar day of
 * an alias. @throws DomainError `access/refused`
 */
export async function savePatient(
  tx: Tx,
  actor: UserActor,
  dossierId: string,
  sent: PatientTraits,
  images: readonly ImageTraits[],
  today: string,
): Promise<Patient> {
  await authorise(tx, actor, 'dossier:ask', { kind: 'dossier', id: dossierId });
  const before = assertExists(await findPatient(tx, dossierId), 'the patient of a dossier');
  const traits = images.reduce(fillFromImages, withTrueSources(before.traits, sent));
  const needsAlias = traits.isUnknown && before.alias === null;
  const alias = needsAlias ? await drawAlias(tx, actor.structureId, today) : before.alias;
  await updatePatient(tx, before.id, alias, traits);
  return { id: before.id, alias, traits };
}

/** For a draft that is deleted. */
export async function deletePatient(tx: Tx, actor: UserActor, dossierId: string): Promise<void> {
  await authorise(tx, actor, 'dossier:ask', { kind: 'dossier', id: dossierId });
  await removePatient(tx, dossierId);
}
