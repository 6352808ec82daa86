/** Manifests of updates (M50), before anything of them is installed. */
import { writtenAt } from './market.ts';
import type { SubjectRule } from './rule.ts';

const head = {
  kind: 'subject',
  subject: 'bundle',
  layer: 'METIER',
  severity: 'ERREUR',
  reason: 'algorithm',
} as const;

/** Relative, downwards, with names that every file system takes. */
const safePath = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.-]+)*$/u;

export const bundleRules: readonly SubjectRule<'bundle'>[] = [
  {
    ...head,
    code: 'MIO-SEC-010',
    layer: 'SECURITE',
    title: {
      fr: 'Un fichier d’une mise à jour reste dans le dossier de la mise à jour.',
      en: 'A file of an update stays in the folder of the update.',
    },
    check: ({ message }, _facts, report) => {
      for (const [index, { path }] of (message.files ?? []).entries())
        if (path !== undefined && !safePath.test(path)) report({ at: ['files', index, 'path'] });
    },
    text: {
      fr: 'Ce chemin sort de l’archive, ou porte des signes que tous les systèmes n’admettent pas.',
      en: 'This path leaves the archive, or has signs that not every system takes.',
    },
    help: 'Un chemin est fait de noms séparés par des barres obliques, sans « .. » ni lettre de lecteur.',
  },
  {
    ...head,
    code: 'MIO-MET-103',
    title: {
      fr: 'Une mise à jour est à renouveler après sa publication.',
      en: 'An update is to be renewed after its publication.',
    },
    check: ({ message }, _facts, report) => {
      if (Date.parse(message.expiresAt ?? '') <= Date.parse(message.publishedAt ?? ''))
        report({ at: ['expiresAt'] });
    },
    text: {
      fr: 'La mise à jour est périmée dès sa publication.',
      en: 'The update has expired when it is published.',
    },
    help: 'Donnez un instant de renouvellement postérieur à la publication.',
  },
  {
    ...head,
    code: 'MIO-MET-104',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Une mise à jour ne vaut pas pour des jours déjà passés.',
      en: 'An update is not in force for days that are past.',
    },
    check: ({ message }, _facts, report) => {
      const published = message.publishedAt?.slice(0, 10);
      if (published !== undefined && message.effectiveFrom !== undefined && message.effectiveFrom < published)
        report({ at: ['effectiveFrom'], expected: { as: 'day', value: published } });
    },
    text: {
      fr: 'La mise à jour vaut avant sa publication, le {attendu} : des messages déjà contrôlés pourraient ne plus être conformes.',
      en: 'The update is in force before its publication on {attendu}: messages already controlled might no longer conform.',
    },
    help: 'Donnez une date d’effet qui ne précède pas la publication.',
  },
  {
    ...head,
    code: 'MIO-MET-105',
    severity: 'AVERTISSEMENT',
    title: {
      fr: 'Un manifeste n’annonce pas une publication à venir.',
      en: 'A manifest does not announce a publication to come.',
    },
    check: ({ message }, _facts, report) => {
      if (writtenAt(message) < Date.parse(message.publishedAt ?? '')) report({ at: ['publishedAt'] });
    },
    text: {
      fr: 'La publication est datée d’après l’écriture du message.',
      en: 'The publication is dated after the message was written.',
    },
    help: 'Vérifiez l’horloge, ou écrivez le manifeste au moment de publier.',
  },
];
