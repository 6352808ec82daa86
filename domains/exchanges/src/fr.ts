import { verdictsFr } from '@liaison/mio-certificate';
import type { ExchangeState, Reason } from './contract.ts';

/** By error code. */
export const french: Readonly<Record<string, string>> = {
  'exchanges/partner-twice':
    'Un partenaire porte déjà cet identifiant. Changez-le plutôt que d’en ajouter un second.',
  'exchanges/no-partner': 'Ce partenaire n’existe pas, ou son identifiant n’est pas celui-là.',
  'exchanges/no-exchange': 'Cet échange n’existe pas, ou n’est pas de votre établissement.',
  'exchanges/nothing-sent': 'Aucun message n’a été reçu. Choisissez un fichier, puis recommencez.',
  'exchanges/bad-cursor': 'Cette suite de liste n’existe plus. Relisez la liste depuis le début.',
  'exchanges/not-available':
    'Ce message n’est pas à intégrer : il l’est déjà, ou n’a pas été accepté à la réception.',
  'exchanges/not-quarantined':
    'Ce message n’est plus en quarantaine, ou un nouvel examen n’y changerait rien : l’expéditeur doit en envoyer un autre.',
  'exchanges/nothing-to-retry': 'Ce message est parti ou va partir : il n’y a rien à réessayer.',
  'exchanges/content-gone':
    'Ce message n’est pas ou n’est plus gardé ici : il en reste l’empreinte et l’histoire. Un doublon est à lire sous son original.',
  'exchanges/no-report': 'Ce message n’a pas de résultat de contrôle.',
  'exchanges/no-identifier':
    'Votre établissement n’a ni FINESS ni SIRET : demandez à votre administrateur de les saisir.',
  'exchanges/busy': 'Un envoi est déjà en cours. Attendez qu’il se termine, puis recommencez.',
  'exchanges/too-many-waiting':
    'Trop de messages attendent leur contrôle, ou celui-ci est trop volumineux pour autant de destinataires. Attendez qu’ils soient passés, ou choisissez moins de destinataires, puis recommencez.',
};

const texts: Readonly<Record<Reason, string>> = {
  unreadable: 'Ce fichier n’est pas un message MIO lisible, ou son en-tête est incomplet.',
  'unknown-sender':
    'L’expéditeur n’est pas un partenaire connu. Ajoutez-le aux partenaires, puis examinez le message de nouveau.',
  'other-way':
    'Le message n’est pas venu par un canal de son expéditeur annoncé : il peut être usurpé. Vérifiez auprès de lui par un autre moyen.',
  'not-addressee': 'Le message est destiné à un autre établissement.',
  'test-in-production': 'Un message d’essai n’entre pas en production et n’en sort pas.',
  'not-allowed': 'Ce partenaire n’est pas autorisé à envoyer ce type de message.',
  'id-reused': 'Un autre message porte déjà cet identifiant. Un message corrigé prend un nouvel identifiant.',
  certificate: 'Le certificat de contrôle manque, ou n’est pas accepté.',
  'other-signer': 'Le certificat de contrôle est celui d’une autre organisation que l’expéditeur.',
  'not-conform': 'Le message n’est pas conforme : le résultat de contrôle dit quoi et où.',
  'control-failed': 'Le contrôle n’a pas abouti : il demande trop de temps ou de mémoire.',
  'quarantine-full':
    'La quarantaine de votre établissement est pleine : ce message n’a pas été gardé. Videz-la en examinant ou en faisant renvoyer ce qui s’y trouve.',
  'unknown-reference': 'Le message auquel celui-ci répond n’est pas connu ici.',
  unproven:
    'Cet accusé n’a ni certificat ni l’empreinte du message accusé : rien ne prouve que le partenaire l’a reçu.',
  'out-of-order':
    'Rien n’a été échangé de cette consultation avec ce partenaire : le message attend ce qui doit le précéder.',
  'not-sender': 'L’expéditeur du message n’est pas votre établissement.',
  'no-receiver':
    'Le message ne dit pas à qui il va. Indiquez le destinataire dans son en-tête, ou choisissez le partenaire.',
  'unknown-receiver': 'Le destinataire n’est pas un partenaire actif de votre établissement.',
  withdrawn: 'L’envoi a été annulé.',
  unreachable: 'Le serveur du canal ne répond pas.',
  'refused-there': 'Le serveur du canal a refusé le message.',
  unauthorised: 'Le serveur du canal refuse le compte ou son mot de passe. Prévenez l’exploitant.',
  'no-tls':
    'Le serveur de courriel n’offre pas TLS, ou son certificat n’est pas reconnu : le mot de passe ne lui a pas été dit. Prévenez l’exploitant ; l’envoi est réessayé.',
  'other-host':
    'Le serveur qui répond n’est pas celui qui est attendu (empreinte de clé différente). Rien n’a été envoyé ; prévenez l’exploitant.',
  'no-room': 'Il n’y a plus de place là où le message doit être déposé.',
  'too-large': 'Le message est trop volumineux pour ce canal.',
  'no-channel': 'Le canal de ce partenaire n’est pas configuré ici. Prévenez l’exploitant.',
  unforeseen: 'Un problème imprévu est survenu. S’il dure, donnez le numéro de l’échange au support.',
};

export function reasonText(reason: Reason): string {
  return texts[reason];
}

/** Where what concerns us is none of the sender's. */
const textsForSender: Partial<Readonly<Record<Reason, string>>> = {
  'not-allowed':
    'Le destinataire ne vous a pas autorisé à envoyer ce type de message. Voyez avec lui, qui peut le prendre.',
  'quarantine-full':
    'Le destinataire n’a plus de place pour ce qui attend une décision : ce message n’a pas été gardé. Prévenez-le, puis envoyez-le de nouveau.',
};

/** Why a message of a partner is not taken, as he is told. */
export function reasonTextForSender(reason: Reason): string {
  return textsForSender[reason] ?? texts[reason];
}

const states: Readonly<Record<ExchangeState, string>> = {
  prepared: 'préparé',
  controlled: 'contrôlé',
  dispatched: 'parti',
  received: 'reçu',
  integrated: 'intégré',
  rejected: 'rejeté par le destinataire',
  refused: 'refusé',
  failed: 'échec de l’envoi',
  available: 'disponible',
  declined: 'refusé par le logiciel',
  quarantined: 'en quarantaine',
  duplicate: 'doublon',
};

export function stateText(state: ExchangeState): string {
  return states[state];
}

const verdicts: Readonly<Record<string, { readonly title: string; readonly text: string }>> = verdictsFr;

/** What the verification of a certificate of control concluded, in a word or two. */
export function certificateTitle(verdict: string): string {
  return verdicts[verdict]?.title ?? verdict;
}

/** The same in a sentence, with what to do. */
export function certificateText(verdict: string): string {
  return verdicts[verdict]?.text ?? '';
}
