import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import type { Destination, KnownIdentifier } from '../contract.ts';
import { listOwnDestinations, toDestinations } from './destinations.ts';
import { findKnownIdentifier } from './identifiers.ts';
import { sourceStructureOf } from '../store.ts';

type Offered = Destination & { known: KnownIdentifier | null };

/**
 * Where the actor may send; for a study, with the identifier that its patient is known to have there.
 * @throws DomainError `access/refused`
 */
export async function listDestinations(
  tx: Tx,
  actor: UserActor,
  studyId: string | null,
): Promise<{ destinations: Offered[] }> {
  authoriseFeature(actor, 'study:send');
  const destinations = await toDestinations(tx, await listOwnDestinations(tx, actor));
  if (studyId === null) return { destinations: destinations.map((each) => ({ ...each, known: null })) };
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const [study] = await readStudySummaries(tx, actor, [studyId]);
  if (!study) return { destinations: destinations.map((each) => ({ ...each, known: null })) };
  const patient = { structureId: await sourceStructureOf(tx, studyId), traits: study.traits };
  const offered: Offered[] = [];
  for (const each of destinations) {
    const alias = await findKnownIdentifier(tx, patient, each.structureId);
    const known = alias && {
      patientId: alias.target_patient_id,
      issuerOfPatientId: alias.target_issuer,
      notedAt: alias.noted_at.toISOString(),
    };
    offered.push({ ...each, known: known ?? null });
  }
  return { destinations: offered };
}
