import { listDeliveries, type Coercion, type CoercedTraits } from '@liaison/transfers/contract';
import { useQueryClient } from '@tanstack/react-query';

import { keyOf } from '../../app/queries.ts';

/** What the form of sending holds: texts as typed, `traits` null until they are asked for. */
export type Identifiers = {
  isChanged: boolean;
  patientId: string;
  issuerOfPatientId: string;
  accessionNumber: string;
  traits: CoercedTraits | null;
  isSamePatient: boolean;
};

export const unchanged: Identifiers = {
  isChanged: false,
  patientId: '',
  issuerOfPatientId: '',
  accessionNumber: '',
  traits: null,
  isSamePatient: false,
};

/** What to ask of the server: nothing typed changes nothing. */
export function toCoercion(identifiers: Identifiers): Coercion | null {
  if (!identifiers.isChanged) return null;
  const filled = (text: string) => text.trim() || null;
  const patientId = filled(identifiers.patientId);
  return {
    patientId,
    issuerOfPatientId: patientId === null ? null : filled(identifiers.issuerOfPatientId),
    accessionNumber: filled(identifiers.accessionNumber),
    traits: identifiers.traits,
  };
}

/** Why it cannot be sent as it stands; null when it can. */
export function missingIn(identifiers: Identifiers): string | null {
  if (!identifiers.isChanged) return null;
  const { patientId, accessionNumber, traits, isSamePatient } = identifiers;
  if (traits && !isSamePatient) return 'Confirmez qu’il s’agit du même patient.';
  if (traits && traits.familyName.trim() === '') return 'Le nom de naissance est nécessaire.';
  const isEmpty = patientId.trim() === '' && accessionNumber.trim() === '' && traits === null;
  return isEmpty ? 'Écrivez un identifiant, ou envoyez sans rien changer.' : null;
}

/** Reads the lists of deliveries again. */
export function useRefreshDeliveries(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: keyOf(listDeliveries) });
}
