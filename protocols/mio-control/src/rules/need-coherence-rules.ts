/** Dates of a consultation, and the code lists that a message was written with. */
import type { DraftMessage } from '@liaison/mio';
import { day, number, type SubjectRule } from './rule.ts';

const head = { kind: 'subject', layer: 'METIER', severity: 'ERREUR', reason: 'algorithm' } as const;
const dayMs = 24 * 60 * 60 * 1000;

/** Days between publication and deadline under which somebody should look (CCP R2161-2, R2161-3: electronic offers). */
const fewestDays: Readonly<Record<string, number>> = { AOO: 30, AOR: 25 };

export const needCoherenceRules: readonly SubjectRule<'need'>[] = [
  {
    ...head,
    code: 'MIO-MET-060',
    subject: 'need',
    title: {
      fr: 'La publication, la fin des questions et la date limite se suivent.',
      en: 'Publication, end of questions and deadline follow one another.',
    },
    check: ({ message }, _facts, report) => {
      const { publishedAt, questionsUntil, deadline } = message.consultation ?? {};
      if (isAfter(publishedAt, deadline) || isAfter(questionsUntil, deadline))
        report({ at: ['consultation', 'deadline'] });
      if (isAfter(publishedAt, questionsUntil)) report({ at: ['consultation', 'questionsUntil'] });
    },
    text: {
      fr: 'Cette date ne vient pas après celles qui doivent la précéder.',
      en: 'This date does not come after those that must precede it.',
    },
    help: 'L’ordre est : publication, dernière question, date limite de remise des offres.',
  },
  {
    ...head,
    code: 'MIO-MET-061',
    subject: 'need',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'La date limite a le décalage horaire de l’acheteur à cette date.',
      en: 'The deadline has the time offset of the buyer on that day.',
    },
    check: ({ message }, _facts, report) => {
      const deadline = message.consultation?.deadline;
      const postalCode = message.buyer?.party?.address?.postalCode ?? '';
      if (deadline === undefined || /^9[78]/.test(postalCode)) return;
      const expected = parisOffset(deadline);
      const given = deadline.slice(19).replace('Z', '+00:00');
      if (expected !== undefined && given !== expected)
        report({
          at: ['consultation', 'deadline'],
          expected,
          with: { heure: parisTime(deadline), decalage: given },
        });
    },
    text: {
      fr: 'La date limite est donnée à {decalage} : à Paris il sera {heure}.',
      en: 'The deadline is given at {decalage}: it will be {heure} in Paris.',
    },
    help: 'Donnez l’heure de Paris avec son décalage : +01:00 l’hiver, +02:00 l’été.',
  },
  {
    ...head,
    code: 'MIO-MET-062',
    subject: 'need',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Le délai laissé aux candidats n’est pas inférieur au délai ordinaire de la procédure.',
      en: 'Candidates have no less time than the procedure ordinarily gives.',
    },
    check: ({ message }, _facts, report) => {
      const { procedure, publishedAt, deadline } = message.consultation ?? {};
      const fewest = procedure === undefined ? undefined : fewestDays[procedure];
      const days = (Date.parse(deadline ?? '') - Date.parse(publishedAt ?? '')) / dayMs;
      if (fewest !== undefined && days < fewest)
        report({
          at: ['consultation', 'deadline'],
          expected: number(String(fewest)),
          with: { jours: number(String(Math.floor(days))) },
        });
    },
    text: {
      fr: 'Le délai est de {jours} jours : le délai ordinaire de cette procédure est de {attendu}.',
      en: 'There are {jours} days: the ordinary time of this procedure is {attendu}.',
    },
    help: 'Vérifiez que l’urgence ou un avis de préinformation permet ce délai.',
  },
];

export const messageCoherenceRules: readonly SubjectRule<'message'>[] = [
  {
    ...head,
    code: 'MIO-NOM-013',
    layer: 'NOMENCLATURE',
    severity: 'AVERTISSEMENT',
    reason: 'nomenclature',
    subject: 'message',
    title: {
      fr: 'Le contrôleur a les versions de nomenclatures dont le message est tiré.',
      en: 'The controller has the versions of the code lists that the message was written with.',
    },
    check: ({ message }, { nomenclatures }, report) => {
      for (const [index, { id, version }] of (message.header?.nomenclatures ?? []).entries()) {
        const used = nomenclatures.identities.find(({ system }) => system === id);
        if (version !== undefined && used?.version !== version)
          report({
            at: ['header', 'nomenclatures', index, 'version'],
            with: { employee: used?.version ?? 'aucune', effet: day(nomenclatures.on) },
          });
      }
    },
    text: {
      fr: 'Le contrôleur n’a pas cette version de nomenclature : il a employé {employee}, en vigueur le {effet}.',
      en: 'The controller does not have this version of the code list: it used {employee}, in force on {effet}.',
    },
    help: 'Mettez à jour les nomenclatures du contrôleur, puis contrôlez de nouveau.',
  },
  {
    ...head,
    code: 'MIO-NOM-014',
    layer: 'NOMENCLATURE',
    severity: 'AVERTISSEMENT',
    reason: 'nomenclature',
    subject: 'message',
    title: {
      fr: 'Le contrôleur a les nomenclatures dont le message emploie les codes.',
      en: 'The controller has the code lists whose codes the message uses.',
    },
    check: ({ message }, { nomenclatures }, report) => {
      const known = new Set(nomenclatures.identities.map(({ system }) => system));
      for (const [key, system] of codeSystems)
        if (!known.has(system) && usesCode(message, key))
          report({ with: { nomenclature: system, effet: day(nomenclatures.on) } });
    },
    text: {
      fr: 'Les codes {nomenclature} n’ont pas été vérifiés : le contrôleur n’a pas cette nomenclature au {effet}.',
      en: 'The {nomenclature} codes were not checked: the controller does not have this code list on {effet}.',
    },
    help: 'Installez cette nomenclature, puis contrôlez de nouveau.',
  },
];

const codeSystems = [
  ['cladimed', 'CLADIMED'],
  ['lppr', 'LPPR'],
  ['ucd13', 'UCD'],
  ['cip13', 'CIP'],
  ['atc', 'ATC'],
] as const;

function usesCode(message: DraftMessage, key: (typeof codeSystems)[number][0]): boolean {
  switch (message.type) {
    case 'M10':
    case 'M11':
    case 'M20':
    case 'M30':
      return (message.lots ?? []).some(({ lines = [] }) =>
        lines.some(({ item }) => item?.[key] !== undefined),
      );
    default:
      return false;
  }
}

function isAfter(first: string | undefined, second: string | undefined): boolean {
  return Date.parse(first ?? '') > Date.parse(second ?? '');
}

/** `+01:00` or `+02:00`, that of Paris at an instant. */
function parisOffset(instant: string): string | undefined {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return undefined;
  return format
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', '');
}

function parisTime(instant: string): string {
  const format = new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'Europe/Paris',
    timeStyle: 'short',
    dateStyle: 'short',
  });
  return format.format(new Date(instant));
}
