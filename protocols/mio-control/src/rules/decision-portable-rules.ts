/** What decisions, acts, acknowledgements, bundles and catalogues must be in themselves, as far as XPath can say it. */
import {
  all,
  any,
  champ,
  compare,
  decimal,
  distinct,
  not,
  notAfter,
  oneOf,
  plus,
  present,
  some,
  where,
} from '../expression/expression.ts';
import type { PortableRule } from './rule.ts';

const business = { kind: 'portable', layer: 'METIER', severity: 'ERREUR' } as const;
const structure = { kind: 'portable', layer: 'STRUCTURE', severity: 'ERREUR', scope: '' } as const;
const refusals = ['BV', 'SV', 'DL', 'WT', 'DUP', 'CERT', 'AUTRE'];
const order = 'Corrigez l’une des deux dates.';

export const decisionStructureRules: readonly PortableRule[] = [
  {
    ...structure,
    code: 'MIO-STR-022',
    messages: ['M32', 'M33'],
    champ: 'lots',
    title: { fr: 'Un lot ne figure qu’une fois dans une décision.', en: 'A lot stands once in a decision.' },
    demand: distinct('lots', 'id'),
    text: { fr: 'Le lot {double} figure plusieurs fois.', en: 'The lot {double} stands more than once.' },
    help: 'Gardez une décision par lot.',
  },
  {
    ...structure,
    code: 'MIO-STR-023',
    messages: ['M50'],
    champ: 'files',
    title: { fr: 'Un chemin ne désigne qu’un fichier du lot.', en: 'A path names one file of the bundle.' },
    demand: distinct('files', 'path'),
    text: {
      fr: 'Le chemin {double} désigne plusieurs fichiers.',
      en: 'The path {double} names more than one file.',
    },
    help: 'Donnez à chaque fichier son propre chemin.',
  },
  {
    ...structure,
    code: 'MIO-STR-024',
    messages: ['M51'],
    champ: 'lines',
    title: {
      fr: 'Un numéro d’article ne sert qu’une fois dans le catalogue.',
      en: 'An article number is used once in the catalogue.',
    },
    demand: distinct('lines', 'id'),
    text: {
      fr: 'Le numéro d’article {double} sert plusieurs fois.',
      en: 'The article number {double} is used more than once.',
    },
    help: 'Donnez à chaque article son propre numéro.',
  },
];

export const decisionPortableRules: readonly PortableRule[] = [
  {
    ...business,
    code: 'MIO-MET-071',
    messages: ['M11'],
    scope: '',
    champ: 'consultation.version',
    title: {
      fr: 'La version d’un rectificatif suit celle qu’il remplace.',
      en: 'The version of an amendment follows the one it replaces.',
    },
    demand: compare(
      champ('consultation.version'),
      '=',
      plus(champ('consultation.previousVersion'), decimal('1')),
    ),
    expected: plus(champ('consultation.previousVersion'), decimal('1')),
    text: {
      fr: 'Le rectificatif remplace la version {consultation.previousVersion} : sa version est {attendu}.',
      en: 'The amendment replaces version {consultation.previousVersion}: its version is {attendu}.',
    },
    help: 'Une version de plus à chaque rectificatif.',
  },
  {
    ...business,
    code: 'MIO-MET-085',
    messages: ['M30', 'M31'],
    scope: 'lots',
    champ: 'notBefore',
    title: {
      fr: 'La signature n’est pas permise avant la décision.',
      en: 'The signature is not allowed before the decision.',
    },
    demand: notAfter('decidedOn', 'notBefore'),
    text: {
      fr: 'La signature est permise dès le {notBefore}, avant la décision du {decidedOn}.',
      en: 'The signature is allowed from {notBefore}, before the decision of {decidedOn}.',
    },
    help: order,
  },
  {
    ...business,
    code: 'MIO-MET-086',
    messages: ['M30', 'M32'],
    scope: 'lots',
    champ: 'until',
    title: { fr: 'L’exécution finit après avoir commencé.', en: 'The contract ends after it began.' },
    demand: notAfter('from', 'until'),
    text: {
      fr: 'L’exécution finit le {until}, avant son début du {from}.',
      en: 'The contract ends on {until}, before its start on {from}.',
    },
    help: order,
  },
  {
    ...business,
    code: 'MIO-MET-090',
    messages: ['M32'],
    scope: 'lots',
    champ: 'signedOn',
    title: {
      fr: 'Un lot n’est signé qu’une fois la décision prise.',
      en: 'A lot is signed once it was decided.',
    },
    demand: notAfter('decidedOn', 'signedOn'),
    text: {
      fr: 'Le lot est signé le {signedOn}, avant la décision du {decidedOn}.',
      en: 'The lot is signed on {signedOn}, before the decision of {decidedOn}.',
    },
    help: order,
  },
  {
    ...business,
    code: 'MIO-MET-091',
    messages: ['M32'],
    scope: '',
    champ: 'pieces',
    title: {
      fr: 'Un acte d’engagement nomme le document signé par son empreinte.',
      en: 'A commitment names the signed document by its digest.',
    },
    demand: some('pieces', 'kind', ['AE']),
    text: {
      fr: 'Aucune pièce n’est l’acte d’engagement signé (ATTRI1).',
      en: 'No piece is the signed commitment (ATTRI1).',
    },
    help: 'Joignez l’acte signé comme une pièce de nature AE.',
  },
  {
    ...business,
    code: 'MIO-MET-093',
    messages: ['M41'],
    scope: '',
    champ: 'reasons',
    title: { fr: 'Un rejet dit pourquoi.', en: 'A rejection says why.' },
    demand: where(oneOf('response', ['RE']), some('reasons', 'code', refusals)),
    text: {
      fr: 'Le message est rejeté sans motif de rejet.',
      en: 'The message is rejected without a reason of rejection.',
    },
    help: 'Donnez au moins un motif, et précisez-le en clair : l’expéditeur doit pouvoir corriger.',
  },
  {
    ...business,
    code: 'MIO-MET-094',
    messages: ['M41'],
    scope: '',
    champ: 'reasons',
    title: {
      fr: 'Un message accepté sans réserve n’a pas de motif de rejet.',
      en: 'A message accepted without reservation has no reason of rejection.',
    },
    demand: where(oneOf('response', ['AP']), not(some('reasons', 'code', refusals))),
    text: {
      fr: 'Le message est accepté, mais un motif de rejet est donné.',
      en: 'The message is accepted, yet a reason of rejection is given.',
    },
    help: 'Rejetez le message (RE), acceptez-le avec réserves (CA), ou retirez le motif.',
  },
  {
    ...business,
    code: 'MIO-MET-095',
    severity: 'AVERTISSEMENT',
    messages: ['M41'],
    scope: '',
    champ: 'response',
    title: { fr: 'Des réserves sont dites.', en: 'Reservations are told.' },
    demand: where(oneOf('response', ['CA']), any(present('reasons'), present('comment'), present('report'))),
    text: {
      fr: 'Le message est accepté avec réserves, sans dire lesquelles.',
      en: 'The message is accepted with reservations, without saying which.',
    },
    help: 'Donnez un motif ou une observation, ou citez le résultat de contrôle (M40).',
  },
  {
    ...business,
    code: 'MIO-MET-096',
    severity: 'AVERTISSEMENT',
    messages: ['M41'],
    scope: '',
    champ: 'report',
    title: {
      fr: 'Un rejet par le contrôle cite le résultat de contrôle.',
      en: 'A rejection by the control cites its result.',
    },
    demand: where(all(oneOf('response', ['RE']), some('reasons', 'code', ['BV', 'SV'])), present('report')),
    text: {
      fr: 'Le message est rejeté pour sa forme ou pour une règle métier, sans résultat de contrôle (M40).',
      en: 'The message is rejected for its form or for a business rule, without a control result (M40).',
    },
    help: 'Citez le M40 : il dit à l’expéditeur quelles données corriger, et où.',
  },
  {
    ...business,
    code: 'MIO-MET-100',
    messages: ['M50'],
    scope: '',
    champ: 'version',
    title: {
      fr: 'La version d’une mise à jour dépasse la précédente.',
      en: 'The version of an update is higher than the previous one.',
    },
    demand: compare(champ('version'), '>', champ('previousVersion')),
    text: {
      fr: 'La version {version} ne dépasse pas la précédente, {previousVersion}.',
      en: 'Version {version} is not higher than the previous one, {previousVersion}.',
    },
    help: 'Les versions ne font que croître : une version plus ancienne est refusée.',
  },
  {
    ...business,
    code: 'MIO-MET-101',
    messages: ['M50'],
    scope: '',
    champ: 'previousSha256',
    title: {
      fr: 'Version et empreinte précédentes vont ensemble.',
      en: 'Previous version and digest go together.',
    },
    demand: any(
      all(present('previousVersion'), present('previousSha256')),
      not(any(present('previousVersion'), present('previousSha256'))),
    ),
    text: {
      fr: 'La version précédente ou son empreinte manque : la chaîne des mises à jour est rompue.',
      en: 'The previous version or its digest is missing: the chain of updates is broken.',
    },
    help: 'Donnez les deux, ou aucune pour la première version.',
  },
  {
    ...business,
    code: 'MIO-MET-102',
    messages: ['M50'],
    scope: '',
    champ: 'effectiveTo',
    title: {
      fr: 'Une mise à jour cesse de valoir après avoir commencé.',
      en: 'An update ceases to be in force after it began.',
    },
    demand: notAfter('effectiveFrom', 'effectiveTo'),
    text: {
      fr: 'La mise à jour vaut jusqu’au {effectiveTo}, avant son premier jour, le {effectiveFrom}.',
      en: 'The update is in force until {effectiveTo}, before its first day, {effectiveFrom}.',
    },
    help: order,
  },
  {
    ...business,
    code: 'MIO-MET-106',
    messages: ['M51'],
    scope: '',
    champ: 'until',
    title: { fr: 'Un catalogue finit après avoir commencé.', en: 'A catalogue ends after it began.' },
    demand: notAfter('from', 'until'),
    text: {
      fr: 'Le catalogue vaut jusqu’au {until}, avant son début du {from}.',
      en: 'The catalogue is valid until {until}, before its start on {from}.',
    },
    help: order,
  },
];
