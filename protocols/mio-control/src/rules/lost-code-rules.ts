/** What spreadsheets do to codes: told by their own codes instead of a mere bad form. */
import type { ReadingRule } from './rule.ts';

const head = { kind: 'reading', layer: 'NOMENCLATURE', severity: 'ERREUR' } as const;

export const lostCodeRules: readonly ReadingRule[] = [
  {
    ...head,
    code: 'MIO-NOM-020',
    title: { fr: 'Un code garde ses zéros de tête.', en: 'A code keeps its leading zeros.' },
    text: {
      fr: '« {nom} » : le code « {valeur} » n’a pas assez de chiffres : un tableur en a sans doute ôté les zéros de tête.',
      en: '"{nom}": the code "{valeur}" has too few digits: a spreadsheet probably took its leading zeros away.',
    },
    help: 'Mettez la colonne au format Texte, puis saisissez de nouveau le code.',
  },
  {
    ...head,
    code: 'MIO-NOM-021',
    title: { fr: 'Un code n’est pas en notation scientifique.', en: 'A code is not in scientific notation.' },
    text: {
      fr: '« {nom} » : un tableur a changé le code en nombre (« {valeur} »), ses derniers chiffres sont perdus.',
      en: '"{nom}": a spreadsheet turned the code into a number ("{valeur}"), its last digits are lost.',
    },
    help: 'Mettez la colonne au format Texte, puis saisissez de nouveau le code en entier.',
  },
  {
    ...head,
    code: 'MIO-NOM-022',
    title: {
      fr: 'Un code s’écrit sans espace, ponctuation ni minuscule.',
      en: 'A code has neither spaces, punctuation nor small letters.',
    },
    text: {
      fr: '« {nom} » : le code « {valeur} » contient des espaces, des signes ou des minuscules.',
      en: '"{nom}": the code "{valeur}" holds spaces, signs or small letters.',
    },
    help: 'Écrivez le code seul.',
  },
  {
    ...head,
    code: 'MIO-NOM-023',
    title: { fr: 'CIP13 et UCD13 sont chacun à leur place.', en: 'CIP13 and UCD13 are each in their place.' },
    text: {
      fr: '« {nom} » : « {valeur} » est un code {autre}.',
      en: '"{nom}": "{valeur}" is a {autre} code.',
    },
    help: 'Déplacez ce code dans son champ. Un CIP13 désigne la boîte, un UCD13 l’unité dispensée (il commence par 34008).',
  },
];
