import type { TspErrorCode } from './error.ts';

/** What each refusal means, for who asks for a time stamp or relies on one. */
export const tspErrorsFr: Record<TspErrorCode, string> = {
  'tsp/malformed': 'La réponse de l’autorité d’horodatage est illisible.',
  'tsp/refused': 'L’autorité d’horodatage a refusé la demande.',
  'tsp/other-data': 'Le jeton d’horodatage porte sur un autre contenu.',
  'tsp/nonce': 'Le jeton d’horodatage ne répond pas à cette demande.',
  'tsp/policy': 'Le jeton d’horodatage suit une politique qui n’est pas admise.',
  'tsp/algorithm': 'Le jeton d’horodatage emploie un algorithme qui n’est pas admis.',
  'tsp/signature': 'La signature du jeton d’horodatage n’est pas valide.',
  'tsp/untrusted': 'L’autorité d’horodatage n’est pas reconnue.',
  'tsp/time': 'Le jeton d’horodatage porte une date à venir.',
  'tsp/unreachable': 'L’autorité d’horodatage ne répond pas.',
  'tsp/too-large': 'La réponse de l’autorité d’horodatage est trop longue.',
};
