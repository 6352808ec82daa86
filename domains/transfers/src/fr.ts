const nbsp = '\u00a0';

/** By error code. */
export const french: Readonly<Record<string, string>> = {
  'transfers/destination-unknown':
    'Ce PACS ne reçoit pas d’images de votre structure. Choisissez-en un autre, ou demandez à votre administrateur.',
  'transfers/destination-unapproved':
    'L’envoi vers ce PACS attend l’approbation de l’administration régionale. Rien n’est parti.',
  'transfers/coercion-of-several':
    'Les identifiants sont ceux d’un seul patient. Envoyez ces examens un par un pour les changer.',
  'transfers/no-delivery': 'Cet envoi n’existe pas, ou n’est pas de votre structure.',
  'transfers/nothing-to-retry': 'Cet envoi est en cours ou terminé\u00a0: il n’y a rien à réessayer.',
  'transfers/nothing-to-ask':
    'Il n’y a rien à redemander à ce PACS\u00a0: il a confirmé, ou peut encore répondre.',
  'transfers/already-over': 'Cet envoi est déjà terminé.',
  'transfers/no-route': 'Cette route n’existe pas ou a été retirée.',
  'transfers/not-your-structure': 'Cette route est celle d’un autre établissement.',
  'transfers/nothing-to-download': 'Aucune image n’est encore arrivée pour cet examen.',
  'transfers/bad-cursor': 'Cette suite de liste n’existe plus. Rechargez la page.',
};

/** Why a delivery is not done; what the PACS link says comes with its own text. */
const failures: Readonly<Record<string, string>> = {
  'images-refused': 'Le PACS a refusé des images. Voyez lesquelles et pourquoi.',
  'images-put-off': 'Le PACS n’a pas pu garder toutes les images pour l’instant.',
  'destination-gone': 'Ce PACS n’est plus configuré pour recevoir des images.',
  'destination-unapproved':
    'L’envoi vers ce PACS, appelé comme il l’est, attend l’approbation de l’administration régionale.',
  'no-image-yet': 'Aucune image n’est encore arrivée pour cet examen.',
  'images-unreadable':
    'Des images ne peuvent pas être relues sur le disque de Liaison. Prévenez l’exploitant.',
  'identifiers-unwritable':
    'Les identifiants demandés ne peuvent pas être écrits dans ces images. Envoyez sans les changer, ou corrigez-les.',
  unforeseen: 'Un problème imprévu a interrompu l’envoi.',
};

/** What who sent can do about it. */
const advice: Readonly<Record<string, string>> = {
  'images-refused':
    'Les autres images sont arrivées. Ouvrez le détail, puis lisez le motif à l’équipe du PACS qui reçoit.',
  'images-put-off': 'Liaison réessaie d’elle-même. Si cela dure, appelez l’équipe du PACS qui reçoit.',
  'destination-gone': 'Choisissez un autre PACS, ou appelez votre référent PACS.',
  'destination-unapproved':
    'Liaison réessaie d’elle-même pendant un jour. Si c’est urgent, appelez votre référent PACS.',
  'no-image-yet': 'Attendez que le scanner ou le PACS ait envoyé des images, puis réessayez.',
  'images-unreadable':
    'Les autres images partent. Renvoyez l’examen depuis l’appareil ou son PACS si vous le pouvez.',
  unforeseen: 'Réessayez\u202f; si cela recommence, appelez le support de Liaison.',
};

export function ownFailureAdvice(code: string): string | undefined {
  return advice[code];
}

export function ownFailureText(code: string): string | undefined {
  return failures[code];
}

/** What a C-STORE status means (PS3.4 table B.2-1, PS3.7 annex C). */
export function statusText(status: number): string {
  if (status === 0)
    return 'Gardée, mais du texte a des caractères que ce PACS ne connaît pas : il peut mal l’afficher';
  if (status === 0x0122) return 'Type d’objet que ce PACS n’accepte pas';
  if (status === 0x0107 || status === 0x0116 || status === 0xb000)
    return 'Gardée, mais le PACS en a changé des éléments';
  if (status === 0xb006) return 'Gardée, des éléments ont été écartés par le PACS';
  if (status === 0xb007) return 'Gardée, mais elle ne correspond pas à son type pour le PACS';
  if (status >> 8 === 0xa7) return 'Plus de place dans le PACS';
  if (status >> 8 === 0xa9) return 'L’image ne correspond pas à son type pour le PACS';
  if (status >> 12 === 0xc) return 'Le PACS ne comprend pas cette image';
  if (status >> 12 === 0xb) return `Gardée avec une remarque du PACS`;
  if (status === 0x0124) return 'Le PACS ne nous autorise pas à l’envoyer';
  return `Refus du PACS${nbsp}: état ${status.toString(16).toUpperCase().padStart(4, '0')}`;
}
