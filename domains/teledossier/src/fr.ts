import type { RefusalCode } from './model.ts';
import type { EventDetails, EventKind, Person } from './record.ts';

const nbsp = '\u00a0';

const refusals: Readonly<Record<RefusalCode, string>> = {
  'not-requerant': 'Seul le côté requérant peut faire cela.',
  'not-requis': 'Seul le côté requis peut faire cela.',
  'not-your-line': 'Cette demande ne vous est pas adressée.',
  'addressee-unknown': 'Ce destinataire n’existe pas dans ce télédossier.',
  'already-sent': 'Cette demande est déjà envoyée.',
  'not-sent': 'Cette demande n’est pas encore envoyée.',
  'no-recipient': 'Choisissez au moins un destinataire.',
  'recipient-already-there': 'Ce destinataire a déjà reçu la demande.',
  'last-addressee': 'C’est le seul destinataire. Adressez d’abord la demande au bon destinataire.',
  'already-taken': 'La demande est déjà prise en charge.',
  'taken-by-other': 'La demande est prise en charge par une autre personne.',
  'not-taken': 'Prenez d’abord la demande en charge.',
  'already-answered': 'Une réponse a déjà été donnée.',
  'line-refused': 'La demande a été refusée par ce destinataire.',
  'line-withdrawn': 'Ce destinataire a été retiré.',
  'reason-needed': 'Indiquez un motif\u00a0: aucune réponse n’a été donnée.',
  'already-closed': 'Le télédossier est déjà clos de ce côté.',
  'not-closed': 'Le télédossier n’est pas clos de ce côté.',
  'closed-by-requerant': 'Le requérant a clos ce télédossier.',
  'closed-by-requis': 'Ce télédossier est clos du côté requis. Rouvrez-le d’abord.',
};

const prefixed = Object.fromEntries(
  Object.entries(refusals).map(([code, text]) => [`teledossier/${code}`, text]),
);

/** By error code. */
export const french: Readonly<Record<string, string>> = {
  ...prefixed,
  'teledossier/draft-changed': 'Ce brouillon a été modifié ailleurs. Relisez-le avant de continuer.',
  'teledossier/recipient-unknown': 'Ce destinataire n’est plus dans l’annuaire.',
  'teledossier/answers-invalid': 'Certaines réponses ne conviennent pas au formulaire.',
  'teledossier/complement-empty': 'Écrivez une information ou joignez un examen.',
  'teledossier/information-request-unknown': 'Cette demande d’information n’existe pas.',
  'teledossier/report-missing': 'Le compte-rendu n’existe pas encore\u00a0: aucune réponse n’a été donnée.',
};

/** Why an act is not offered; `holder` is who has taken the line. */
export function becauseOf(code: RefusalCode, holder: string | null): string {
  const isHeld = code === 'already-taken' || code === 'taken-by-other';
  return isHeld && holder ? `${holder} a pris en charge la demande.` : refusals[code];
}

/** "Dr MARTIN Paul (UNV, CHU de Valmont)". */
function whole(person: Person): string {
  const title = /^médecin/i.test(person.profession) ? `Dr${nbsp}` : '';
  return `${title}${person.displayName} (${person.communityName}, ${person.structureName})`;
}

const because = (reason: string | undefined) => (reason ? `${nbsp}: ${reason}` : '');
const joined = (labels: readonly string[] | undefined) => (labels ?? []).join(', ');
const sides = { requerant: 'requérant', requis: 'requis' } as const;

const sentences: Readonly<Record<EventKind, (who: string, details: EventDetails) => string>> = {
  sent: (who, { recipients }) => `${who} a envoyé la demande à ${joined(recipients)}`,
  opened: (who) => `${who} a ouvert la demande`,
  taken: (who) => `${who} a pris en charge la demande`,
  released: (who, { holder }) =>
    holder ? `${who} a relâché la prise en charge de ${holder}` : `${who} a relâché la prise en charge`,
  information: (who) => `${who} a demandé une information complémentaire`,
  complement: (who) => `${who} a ajouté une information complémentaire`,
  answered: (who) => `${who} a répondu`,
  refused: (who, { reason }) => `${who} a refusé la demande${because(reason)}`,
  addressing: (who, { recipients, withdrawn, reason }) =>
    withdrawn
      ? `${who} a retiré le destinataire ${withdrawn}${because(reason)}`
      : `${who} a aussi adressé la demande à ${joined(recipients)}${because(reason)}`,
  closed: (who, { side, reason }) =>
    `${who} a clos le télédossier côté ${sides[side ?? 'requerant']}${because(reason)}`,
  reopened: (who, { side, reason }) =>
    `${who} a rouvert le télédossier côté ${sides[side ?? 'requerant']}${because(reason)}`,
};

/** A line of the timeline, made when it is read. */
export function eventText(kind: EventKind, person: Person, details: EventDetails): string {
  return sentences[kind](whole(person), details);
}

export const typeTitles = { avc: 'Demande d’avis AVC aigu' } as const;
/** As it stands after "Nouvelle …" in a notification. */
export const typeLabels = { avc: 'demande d’avis AVC aigu' } as const;
export const reportTitles = { avc: 'Compte-rendu de téléexpertise – AVC aigu' } as const;
