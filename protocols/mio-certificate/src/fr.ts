import type { CertificateErrorCode } from './error.ts';
import type { Change, Verdict, Verification } from './verification.ts';

/** Verdicts as shown: a title, and what to do. */
export const verdictsFr: Record<Verdict, { readonly title: string; readonly text: string }> = {
  ILLISIBLE: {
    title: 'Fichier illisible',
    text: 'Ce fichier n’est pas un message lisible. Demandez à l’expéditeur de l’envoyer à nouveau.',
  },
  SANS_CERTIFICAT: {
    title: 'Sans certificat de contrôle',
    text: 'Ce message n’a pas été certifié par un contrôleur MIO. Rien ne garantit son origine ni son contenu.',
  },
  SIGNATURE_INVALIDE: {
    title: 'Signature invalide',
    text: 'Le certificat de contrôle est endommagé ou n’est pas celui du signataire annoncé. N’utilisez pas ce message.',
  },
  CERTIFICAT_INCONNU: {
    title: 'Autorité inconnue',
    text: 'Le certificat de contrôle vient d’une autorité que cette installation ne reconnaît pas.',
  },
  CERTIFICAT_EXPIRE: {
    title: 'Certificat du signataire hors de sa période de validité',
    text: 'Le contrôleur a signé avec un certificat qui n’était pas valable à la date du contrôle.',
  },
  CERTIFICAT_REVOQUE: {
    title: 'Certificat du signataire révoqué',
    text: 'Le certificat du contrôleur a été révoqué par son autorité. N’utilisez pas ce message.',
  },
  ALTERE: {
    title: 'Message altéré',
    text: 'Le contenu de ce message n’est plus celui qui a été certifié. Ne l’utilisez pas et prévenez l’expéditeur.',
  },
  REGLES_PERIMEES: {
    title: 'Contrôlé selon des règles périmées',
    text: 'Le message est intact, mais il a été contrôlé selon des règles qui ne sont plus en vigueur. Contrôlez-le à nouveau.',
  },
  MISE_EN_FORME_MODIFIEE: {
    title: 'Mise en forme modifiée, données intactes',
    text: 'Le fichier a été réécrit en chemin, mais ses données sont exactement celles qui ont été certifiées.',
  },
  INTACT: {
    title: 'Message intact',
    text: 'Ce message est, octet pour octet, celui qui a été contrôlé et certifié.',
  },
};

/** Why a message is not certified, for who asks for it. */
export const certificateErrorsFr: Record<CertificateErrorCode, string> = {
  'certificate/blocked':
    'Le contrôle a relevé des fautes qui interdisent de certifier ce message : corrigez-les.',
  'certificate/other-message': 'Le message a changé depuis son contrôle : contrôlez-le à nouveau.',
  'certificate/already': 'Ce message porte déjà un certificat de contrôle.',
  'certificate/no-place': 'Ce fichier n’est pas un message MIO dans lequel un certificat peut prendre place.',
  'certificate/signer': 'Le certificat du contrôleur ne nomme pas son organisation, son SIRET et sa licence.',
  'certificate/unreadable': 'Le certificat de contrôle de ce message est illisible.',
};

const changesFr = {
  modifiee: 'modifiée',
  ajoutee: 'ajoutée',
  supprimee: 'supprimée',
  deplacee: 'déplacée',
  reecrite: 'réécrite',
} as const;

/** « Lot 26, ligne 26.3 : modifiée ». Names come from the message: what could move a terminal's cursor is left out. */
export function changeFr(change: Change): string {
  return `${printable(placeFr(change))} : ${changesFr[change.change]}`;
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}

function placeFr(change: Change): string {
  switch (change.kind) {
    case 'certificat':
      return 'Partie « certificat de contrôle »';
    case 'hors-lignes':
      return 'Partie hors des lignes';
    case 'racine':
      return 'Partie « racine du message »';
    case 'partie':
      return `Partie « ${change.name} »`;
    case 'lot':
      return change.lot === '' ? 'Partie « lot »' : `Partie « lot ${change.lot} »`;
    case 'ligne':
      return change.lot === '' ? `Ligne ${change.line}` : `Lot ${change.lot}, ligne ${change.line}`;
  }
}

const mostShown = 20;

/** The verdict whole, as a few lines of text: for the command line, logs of exchange and letters. */
export function verificationFr({
  verdict,
  changes,
  controlTime,
  isRevocationListStale,
}: Verification): string {
  const { title, text } = verdictsFr[verdict];
  const time =
    controlTime?.source === 'declare'
      ? ['La date du contrôle est déclarée par le contrôleur, sans horodatage.']
      : [];
  const stale = isRevocationListStale
    ? ['La liste des révocations n’est pas à jour : une révocation récente peut être ignorée.']
    : [];
  const more = changes.length > mostShown ? [`… et ${changes.length - mostShown} autres.`] : [];
  const shown = changes.slice(0, mostShown).map(changeFr);
  return [`${title}. ${text}`, ...shown, ...more, ...time, ...stale].join('\n');
}
