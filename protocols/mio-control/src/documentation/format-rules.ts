import { type MessageCode, messages } from '@liaison/mio';
import { type Layer, layers } from '../report/finding.ts';
import { typeset } from '../report/french.ts';
import type { Reason, Rule } from '../rules/rule.ts';
import { ruleSetIdentity } from '../rules/rule-set.ts';
import { rules } from '../rules/table.ts';
import { type SubjectName, wholeMessages } from '../rules/subjects.ts';
import { fieldsOfTypes } from '../rules/typed-fields.ts';

const layerTitles: Readonly<Record<Layer, string>> = {
  ENVELOPPE: 'Enveloppe : le fichier lui-même',
  SECURITE: 'Sécurité : ce qui est refusé sans être lu',
  XML: 'XML bien formé',
  XSD: 'Forme : schéma et champs',
  STRUCTURE: 'Structure : identifiants et références',
  NOMENCLATURE: 'Nomenclatures : codes, clés, validité',
  METIER: 'Métier : calculs, TVA, dates',
  CROISE: 'Croisés : un message et ceux auxquels il se rapporte',
  PLAUSIBILITE: 'Plausibilité : ce qui mérite un regard',
};

const reasons: Readonly<Record<Reason, string>> = {
  nomenclature: 'non : demande une nomenclature',
  'other-message': 'non : demande l’autre message',
  algorithm: 'non : calcul que XPath ne dit pas simplement',
  context: 'non : demande ce que l’installation sait',
  reading: 'non : lecture du fichier',
};

/** The table of rules for whoever writes, sends or receives messages. */
export function formatRules(): string {
  const { id, version } = ruleSetIdentity();
  const portable = rules.filter(({ kind }) => kind === 'portable' || kind === 'portable-type').length;
  return [
    '# Règles du contrôleur MIO',
    '',
    typeset(
      `Jeu de règles ${id}, version ${version} : ${rules.length} règles, dont ${portable} aussi en Schematron (dossier schematron). Ce document est produit depuis la table des règles ; un test vérifie qu’il n’en diffère pas. Le contrôleur nomme tous les constats, non le premier seul, et s’arrête à la lecture du fichier si un point est bloquant.`,
    ),
    '',
    typeset(
      'Gravités : BLOQUANT, le message ne peut pas être lu plus avant ; ERREUR, une donnée est à corriger avant certification ; AVERTISSEMENT, à vérifier ; INFO, bon à savoir. Un code garde son sens pour toujours. Les montants se calculent en décimaux exacts, à un demi-centime près ; chaque ligne s’arrondit une fois, au centime.',
    ),
    ...layers.flatMap(formatLayer),
    '',
  ].join('\n');
}

function formatLayer(layer: Layer): string[] {
  const rows = rules.filter((rule) => rule.layer === layer).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '',
    typeset(`## ${layerTitles[layer]}`),
    '',
    '| code | gravité | ce qui est demandé | que faire | messages | Schematron |',
    '|---|---|---|---|---|---|',
    ...rows.map(formatRow),
  ];
}

function formatRow(rule: Rule): string {
  const cells = [
    `<a id="${rule.code.toLowerCase()}"></a>\`${rule.code}\``,
    rule.severity.toLowerCase(),
    typeset(rule.title.fr),
    typeset(rule.help),
    messagesOf(rule).join(' '),
    schematronOf(rule),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function messagesOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'portable':
      return rule.messages;
    case 'portable-type':
      return Object.values(messages).flatMap((message) =>
        fieldsOfTypes(message, [rule.type]).length > 0 ? [message.code] : [],
      );
    case 'value':
      return Object.values(messages).flatMap((message) =>
        fieldsOfTypes(message, rule.types).length > 0 ? [message.code] : [],
      );
    case 'subject':
      return subjectMessages(rule.subject);
    case 'reading':
      return ['tous'];
  }
}

function subjectMessages(subject: SubjectName): readonly (MessageCode | 'tous')[] {
  switch (subject) {
    case 'message':
      return ['tous'];
    case 'offered-lot':
    case 'offer-line':
      return wholeMessages.offer;
    default:
      return wholeMessages[subject];
  }
}

function schematronOf(rule: Rule): string {
  if (rule.kind === 'portable' || rule.kind === 'portable-type') return 'oui';
  return typeset(reasons[rule.kind === 'reading' ? 'reading' : rule.reason]);
}
