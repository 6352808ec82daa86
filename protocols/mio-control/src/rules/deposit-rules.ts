/** Sealed envelopes, their receipts, and withdrawals: what proves what was deposited, and when. */
import { createHash, X509Certificate } from 'node:crypto';
import { compare, champ, decimal, distinct, oneOf, present } from '../expression/expression.ts';
import { deadlineOf, writtenAt } from './market.ts';
import type { NeedIndex } from './need-index.ts';
import { answeredBy } from './reply-rules.ts';
import type { PortableRule, SubjectRule } from './rule.ts';

const portable = { kind: 'portable', layer: 'METIER', severity: 'ERREUR', scope: '' } as const;
const own = { kind: 'subject', layer: 'METIER', severity: 'ERREUR', reason: 'algorithm' } as const;
const cross = { kind: 'subject', layer: 'CROISE', severity: 'ERREUR', reason: 'other-message' } as const;

/** AES-GCM (NIST SP 800-38D, 8.2.1) takes nonces of 96 bits. */
const nonceBytes = 12;

export const depositPortableRules: readonly PortableRule[] = [
  {
    ...portable,
    code: 'MIO-MET-080',
    messages: ['M22'],
    champ: 'cipher.algorithm',
    title: { fr: 'Une offre est scellée en AES-256-GCM.', en: 'An offer is sealed with AES-256-GCM.' },
    demand: oneOf('cipher.algorithm', ['AES-256-GCM']),
    text: {
      fr: 'L’algorithme {cipher.algorithm} n’est pas admis : le contenu ne serait pas protégé de toute altération.',
      en: 'The algorithm {cipher.algorithm} is not allowed: the content would not be safe from alteration.',
    },
    help: 'Scellez l’offre en AES-256-GCM.',
  },
  {
    ...portable,
    code: 'MIO-MET-081',
    messages: ['M22'],
    champ: 'cipher.bytes',
    title: { fr: 'Une enveloppe n’est pas vide.', en: 'An envelope is not empty.' },
    demand: compare(champ('cipher.bytes'), '>', decimal('0')),
    text: { fr: 'Le contenu chiffré est vide.', en: 'The encrypted content is empty.' },
    help: 'Scellez de nouveau l’offre, puis vérifiez la taille du fichier chiffré.',
  },
  {
    ...portable,
    layer: 'STRUCTURE',
    code: 'MIO-STR-020',
    messages: ['M22'],
    champ: 'keys',
    title: {
      fr: 'La clé du contenu est enveloppée une fois pour chaque clé du coffre.',
      en: 'The content key is wrapped once for each key of the vault.',
    },
    demand: distinct('keys', 'certificateSha256'),
    text: {
      fr: 'Deux enveloppes de clé sont pour le même certificat ({double}).',
      en: 'Two wrapped keys are for the same certificate ({double}).',
    },
    help: 'Gardez une clé enveloppée par certificat du coffre.',
  },
  {
    ...portable,
    layer: 'STRUCTURE',
    code: 'MIO-STR-021',
    messages: ['M23'],
    champ: 'header.inReplyTo',
    title: {
      fr: 'Un récépissé porte l’empreinte de l’enveloppe reçue.',
      en: 'A receipt holds the digest of the envelope received.',
    },
    demand: present('header.inReplyTo.sha256'),
    text: {
      fr: 'Le récépissé ne porte pas l’empreinte de l’enveloppe : il ne prouve pas ce qui a été déposé.',
      en: 'The receipt has no digest of the envelope: it does not prove what was deposited.',
    },
    help: 'Donnez le SHA-256 des octets de l’enveloppe, tels qu’ils ont été reçus.',
  },
];

export const withdrawalRules: readonly SubjectRule<'withdrawal'>[] = [
  {
    ...cross,
    code: 'MIO-CRO-060',
    subject: 'withdrawal',
    title: {
      fr: 'Une offre n’est retirée qu’avant la date limite.',
      en: 'An offer is withdrawn before the deadline only.',
    },
    check: ({ message }, { need }, report) => {
      if (writtenAt(message) > deadlineOf(need))
        report({ at: ['header', 'createdAt'], expected: need?.message.consultation?.deadline ?? '' });
    },
    text: {
      fr: 'Le retrait vient après la date limite ({attendu}) : le candidat est engagé par son offre.',
      en: 'The withdrawal comes after the deadline ({attendu}): the offer binds its author.',
    },
    help: 'Adressez-vous à l’acheteur : après la date limite, une offre engage pour la durée de sa validité.',
  },
  {
    ...cross,
    code: 'MIO-CRO-061',
    subject: 'withdrawal',
    title: {
      fr: 'Une offre est retirée par celui qui l’a faite.',
      en: 'An offer is withdrawn by whoever made it.',
    },
    check: ({ message }, facts, report) => {
      const offer = answeredBy(message, facts)?.message;
      const expected = offer?.type === 'M20' ? offer.tenderer?.siret : undefined;
      const given = message.tenderer?.siret;
      if (expected !== undefined && given !== undefined && given !== expected)
        report({ at: ['tenderer', 'siret'], expected });
    },
    text: {
      fr: 'Le candidat n’est pas celui de l’offre retirée.',
      en: 'The candidate is not that of the offer withdrawn.',
    },
    help: 'Vérifiez l’offre que le retrait cite.',
  },
];

export const envelopeRules: readonly SubjectRule<'envelope'>[] = [
  {
    ...own,
    code: 'MIO-MET-082',
    subject: 'envelope',
    title: { fr: 'Le nonce a douze octets.', en: 'The nonce has twelve bytes.' },
    check: ({ message }, _facts, report) => {
      const { nonce } = message.cipher ?? {};
      if (nonce !== undefined && Buffer.from(nonce, 'base64').length !== nonceBytes)
        report({ at: ['cipher', 'nonce'] });
    },
    text: {
      fr: 'Le nonce n’a pas douze octets : l’enveloppe ne pourra pas être ouverte.',
      en: 'The nonce does not have twelve bytes: the envelope could not be opened.',
    },
    help: 'Donnez les douze octets du nonce, en base64.',
  },
  {
    ...cross,
    code: 'MIO-CRO-062',
    subject: 'envelope',
    title: {
      fr: 'Une clé est enveloppée pour un certificat du coffre.',
      en: 'A key is wrapped for a certificate of the vault.',
    },
    check: ({ message }, { need }, report) => {
      const vault = vaultCertificates(need);
      if (vault.size === 0) return;
      for (const [index, { certificateSha256 = '' }] of (message.keys ?? []).entries())
        if (!vault.has(certificateSha256)) report({ at: ['keys', index, 'certificateSha256'] });
    },
    text: {
      fr: 'Le coffre de la consultation n’a pas ce certificat : personne ne pourrait ouvrir avec cette clé.',
      en: 'The vault of the consultation does not have this certificate: nobody could open with this key.',
    },
    help: 'Reprenez les certificats de la dernière version de la demande de prix.',
  },
  {
    ...cross,
    code: 'MIO-CRO-063',
    subject: 'envelope',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'La clé du contenu est enveloppée pour chaque certificat du coffre.',
      en: 'The content key is wrapped for every certificate of the vault.',
    },
    check: ({ message }, { need }, report) => {
      const given = new Set((message.keys ?? []).map(({ certificateSha256 }) => certificateSha256));
      for (const [expected, nom] of vaultCertificates(need))
        if (!given.has(expected)) report({ at: ['keys'], expected, with: { nom } });
    },
    text: {
      fr: 'Il manque une clé enveloppée pour {nom} ({attendu}) : un membre absent peut empêcher l’ouverture.',
      en: 'No key is wrapped for {nom} ({attendu}): an absent member may prevent the opening.',
    },
    help: 'Enveloppez la clé pour tous les certificats que la demande de prix donne.',
  },
  {
    ...cross,
    code: 'MIO-CRO-064',
    subject: 'envelope',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une enveloppe est scellée avant la date limite.',
      en: 'An envelope is sealed before the deadline.',
    },
    check: ({ message }, { need }, report) => {
      if (writtenAt(message) > deadlineOf(need))
        report({ at: ['header', 'createdAt'], expected: need?.message.consultation?.deadline ?? '' });
    },
    text: {
      fr: 'L’enveloppe est scellée après la date limite ({attendu}).',
      en: 'The envelope is sealed after the deadline ({attendu}).',
    },
    help: 'C’est l’heure de réception qui compte : voyez le récépissé.',
  },
];

export const receiptRules: readonly SubjectRule<'receipt'>[] = [
  {
    ...own,
    code: 'MIO-MET-083',
    subject: 'receipt',
    title: {
      fr: 'Un récépissé est écrit une fois la réception finie.',
      en: 'A receipt is written once the reception has ended.',
    },
    check: ({ message }, _facts, report) => {
      if (writtenAt(message) < Date.parse(message.receivedAt ?? '')) report({ at: ['receivedAt'] });
    },
    text: {
      fr: 'Le récépissé est écrit avant la fin de la réception qu’il atteste.',
      en: 'The receipt is written before the end of the reception that it attests.',
    },
    help: 'L’instant de réception est celui du dernier octet reçu.',
  },
  {
    ...own,
    code: 'MIO-MET-084',
    subject: 'receipt',
    title: {
      fr: 'Le jeton d’horodatage date l’empreinte de l’enveloppe.',
      en: 'The time stamp dates the digest of the envelope.',
    },
    check: ({ message }, _facts, report) => {
      const { token } = message.timeStamp ?? {};
      const digest = Buffer.from(message.header?.inReplyTo?.sha256 ?? '', 'hex');
      // The digest stands as it is in the messageImprint of a token (RFC 3161, 2.4.2).
      if (token !== undefined && digest.length > 0 && !Buffer.from(token, 'base64').includes(digest))
        report({ at: ['timeStamp', 'token'], value: '' });
    },
    text: {
      fr: 'Le jeton d’horodatage n’est pas celui de cette enveloppe : son empreinte n’y figure pas.',
      en: 'The time stamp is not that of this envelope: its digest is not in it.',
    },
    help: 'Horodatez l’empreinte de l’enveloppe reçue.',
  },
  {
    ...cross,
    code: 'MIO-CRO-065',
    subject: 'receipt',
    title: {
      fr: 'Un dépôt est dit hors délai quand il l’est, et alors seulement.',
      en: 'A deposit is said to be late when it is, and only then.',
    },
    check: ({ message }, { need }, report) => {
      const deadline = deadlineOf(need);
      const received = Date.parse(message.receivedAt ?? '');
      const given = message.deposit?.punctuality;
      if (Number.isNaN(deadline) || Number.isNaN(received) || given === undefined) return;
      const expected = received > deadline ? 'HORS-DELAI' : 'DANS-LES-DELAIS';
      if (given !== expected) report({ at: ['deposit', 'punctuality'], expected });
    },
    text: {
      fr: 'La fin de la réception et la date limite disent le contraire : on attend {attendu}.',
      en: 'The end of the reception and the deadline say otherwise: {attendu} expected.',
    },
    help: 'À la seconde : une offre reçue après la date limite est gardée scellée, et n’est pas ouverte (CCP R2151-5).',
  },
  {
    ...cross,
    code: 'MIO-CRO-066',
    subject: 'receipt',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une enveloppe est reçue après avoir été scellée.',
      en: 'An envelope is received after it was sealed.',
    },
    check: ({ message }, { answered }, report) => {
      if (
        answered?.message.type === 'M22' &&
        Date.parse(message.receivedAt ?? '') < writtenAt(answered.message)
      )
        report({ at: ['receivedAt'], expected: answered.message.header?.createdAt ?? '' });
    },
    text: {
      fr: 'L’enveloppe est dite reçue avant d’être scellée ({attendu}).',
      en: 'The envelope is said to be received before it was sealed ({attendu}).',
    },
    help: 'L’horloge de l’un des deux logiciels est fausse ; celle du coffre fait foi.',
  },
];

/** Digest of each certificate of the vault, with its subject. */
function vaultCertificates(need: NeedIndex | undefined): Map<string, string> {
  return new Map(
    (need?.message.consultation?.vaultKeys ?? []).flatMap(({ certificate }) => {
      if (certificate === undefined) return [];
      const der = Buffer.from(certificate, 'base64');
      return [[createHash('sha256').update(der).digest('hex'), subjectOf(der)] as const];
    }),
  );
}

function subjectOf(der: Uint8Array): string {
  try {
    return new X509Certificate(der).subject.replaceAll('\n', ', ');
  } catch {
    return 'un certificat illisible';
  }
}
