import type { XmlDsigErrorCode } from './error.ts';

/** What each refusal means, for who received the file. */
export const xmlDsigErrorsFr: Record<XmlDsigErrorCode, string> = {
  'xmldsig/absent': 'Le fichier ne porte pas de signature à sa place.',
  'xmldsig/wrapped': 'Le fichier porte plusieurs signatures, ou une signature ailleurs qu’à sa place.',
  'xmldsig/structure': 'La signature n’a pas la forme attendue.',
  'xmldsig/algorithm': 'La signature emploie un algorithme qui n’est pas admis.',
  'xmldsig/reference': 'La signature ne porte pas sur le fichier entier.',
  'xmldsig/key': 'Le certificat du signataire est absent, illisible ou d’un type qui n’est pas admis.',
  'xmldsig/value': 'La valeur de la signature est mal écrite.',
  'xmldsig/invalid': 'La signature n’est pas celle du certificat qu’elle présente.',
  'xmldsig/split-value': 'Un commentaire ou une instruction coupe une valeur du fichier.',
};
