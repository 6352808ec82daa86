/** What reception tells of an association, in French. */
export type ReceptionWords = { text: string; isTrouble: boolean };

const kinds: Readonly<Record<string, ReceptionWords>> = {
  'association-accepted': { text: 'Association acceptée', isTrouble: false },
  'association-released': { text: 'Association terminée', isTrouble: false },
  'association-rejected': { text: 'Association refusée', isTrouble: true },
  'association-aborted': { text: 'Association interrompue avant sa fin', isTrouble: true },
  'store-refused': { text: 'Image refusée', isTrouble: true },
  'protocol-error': { text: 'Message DICOM mal formé', isTrouble: true },
};

/** Reasons as reception writes them (connectors/dimse), most telling first; an empty text adds nothing to the kind. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^released by the peer$/i, ''],
  [/^aborted by the peer: source 2/i, 'le logiciel DICOM du PACS y a mis fin'],
  [/^aborted by the peer/i, 'le PACS y a mis fin'],
  [/called.?ae/i, 'titre d’application appelé inconnu\u00a0: il faut appeler Liaison par son propre titre'],
  [/calling.?ae|unknown (peer|caller)|not known/i, 'titre d’application appelant inconnu à cette adresse'],
  [/certificate|tls/i, 'certificat ou TLS non conforme à la fiche de ce PACS'],
  [/limit|congest|too many|busy/i, 'limite d’associations atteinte'],
  [/timeout|timed out|artim|idle/i, 'aucun message reçu à temps'],
  [/disk|space|resource/i, 'espace disque insuffisant'],
  [/transfer syntax|abstract|context/i, 'type d’image ou syntaxe de transfert non pris en charge'],
  [/mismatch|uid/i, 'identifiants de l’image incohérents'],
];

export function describeEvent(kind: string, reason: string): ReceptionWords {
  const words = kinds[kind] ?? { text: kind, isTrouble: false };
  if (reason === '') return words;
  const why = reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
  return why === '' ? words : { ...words, text: `${words.text}\u00a0: ${why}` };
}
