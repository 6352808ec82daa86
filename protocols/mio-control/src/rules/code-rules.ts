/** Codes: their keys, whether they exist, and whether they are in force at the effective date of the consultation. */
import type { DatatypeName } from '@liaison/mio';
import { gs1Key } from '../expression/expression.ts';
import { isFiness, isLei, isSiret, isUdiDi, isVatNumber } from '../nomenclature/check-digits.ts';
import type { CodeSystem } from '../nomenclature/nomenclature-set.ts';
import { day, type Fault, type PortableTypeRule, type ValueRule } from './rule.ts';

const systems: Partial<Record<DatatypeName, CodeSystem>> = {
  cladimed: 'CLADIMED',
  lppr: 'LPPR',
  ucd13: 'UCD',
  cip13: 'CIP',
  atc: 'ATC',
};
const listed: readonly DatatypeName[] = ['cladimed', 'lppr', 'ucd13', 'cip13', 'atc'];

const key = { kind: 'portable-type', layer: 'NOMENCLATURE', severity: 'ERREUR', demand: gs1Key } as const;
const value = { kind: 'value', layer: 'NOMENCLATURE', severity: 'ERREUR' } as const;
const oneDigit =
  'Un chiffre est faux ou deux sont échangés : reprenez le code sur l’emballage ou sur la fiche du produit.';

export const codeKeyRules: readonly PortableTypeRule[] = [
  {
    ...key,
    code: 'MIO-NOM-001',
    type: 'gtin',
    title: { fr: 'Un GTIN finit par sa clé GS1.', en: 'A GTIN ends with its GS1 check digit.' },
    text: { fr: 'La clé de ce GTIN est fausse.', en: 'The check digit of this GTIN is wrong.' },
    help: oneDigit,
  },
  {
    ...key,
    code: 'MIO-NOM-002',
    type: 'cip13',
    title: { fr: 'Un CIP13 finit par sa clé.', en: 'A CIP13 ends with its check digit.' },
    text: { fr: 'La clé de ce code CIP13 est fausse.', en: 'The check digit of this CIP13 is wrong.' },
    help: oneDigit,
  },
  {
    ...key,
    code: 'MIO-NOM-003',
    type: 'ucd13',
    title: { fr: 'Un UCD13 finit par sa clé.', en: 'A UCD13 ends with its check digit.' },
    text: { fr: 'La clé de ce code UCD13 est fausse.', en: 'The check digit of this UCD13 is wrong.' },
    help: oneDigit,
  },
  {
    ...key,
    code: 'MIO-NOM-004',
    type: 'gln',
    title: { fr: 'Un GLN finit par sa clé GS1.', en: 'A GLN ends with its GS1 check digit.' },
    text: { fr: 'La clé de ce GLN est fausse.', en: 'The check digit of this GLN is wrong.' },
    help: 'Reprenez le GLN dans le registre GS1.',
  },
];

export const codeRules: readonly ValueRule[] = [
  {
    ...value,
    code: 'MIO-NOM-005',
    types: ['siret'],
    reason: 'algorithm',
    title: {
      fr: 'Un SIRET a sa clé de Luhn (ou la règle propre à La Poste).',
      en: 'A SIRET has its Luhn key (or the rule of La Poste).',
    },
    check: (text) => unless(isSiret(text)),
    text: { fr: 'La clé de ce SIRET est fausse.', en: 'The key of this SIRET is wrong.' },
    help: 'Reprenez le SIRET sur l’avis de situation au répertoire Sirene.',
  },
  {
    ...value,
    code: 'MIO-NOM-006',
    types: ['finess'],
    reason: 'algorithm',
    title: { fr: 'Un FINESS a sa clé de Luhn.', en: 'A FINESS number has its Luhn key.' },
    check: (text) => unless(isFiness(text)),
    text: { fr: 'La clé de ce FINESS est fausse.', en: 'The key of this FINESS number is wrong.' },
    help: 'Reprenez le FINESS géographique au répertoire FINESS.',
  },
  {
    ...value,
    code: 'MIO-NOM-007',
    types: ['lei', 'vatNumber'],
    reason: 'algorithm',
    title: {
      fr: 'Un LEI et un numéro de TVA français ont leur clé.',
      en: 'A LEI and a French VAT number have their keys.',
    },
    check: (text, type) => unless(type === 'lei' ? isLei(text) : isVatNumber(text)),
    text: { fr: 'La clé de cet identifiant est fausse.', en: 'The key of this identifier is wrong.' },
    help: 'Reprenez cet identifiant sur un document officiel.',
  },
  {
    ...value,
    code: 'MIO-NOM-008',
    types: ['udiDi'],
    reason: 'algorithm',
    title: {
      fr: 'Un IUD-ID a la forme et la clé de son entité d’attribution (GS1, HIBCC, ICCBBA, IFA).',
      en: 'A UDI-DI has the form and the key of its issuing entity (GS1, HIBCC, ICCBBA, IFA).',
    },
    check: (text) => unless(isUdiDi(text)),
    text: {
      fr: 'La clé de cet IUD-ID est fausse, ou sa forme n’est celle d’aucune entité d’attribution.',
      en: 'The key of this UDI-DI is wrong, or its form is that of no issuing entity.',
    },
    help: 'Reprenez l’IUD-ID sur l’étiquette ou dans EUDAMED, sans espace ni séparateur.',
  },
  {
    ...value,
    code: 'MIO-NOM-010',
    types: listed,
    reason: 'nomenclature',
    title: { fr: 'Un code existe dans sa nomenclature.', en: 'A code exists in its code list.' },
    check: (text, type, { nomenclatures }) => {
      const system = systems[type];
      if (!system || nomenclatures.lookup(system, text).state !== 'unknown') return undefined;
      return { with: { nomenclature: system } };
    },
    text: {
      fr: 'Ce code n’existe pas dans la nomenclature {nomenclature}.',
      en: 'This code does not exist in the code list {nomenclature}.',
    },
    help: 'Vérifiez le code. S’il est nouveau, mettez à jour les nomenclatures du contrôleur.',
  },
  {
    ...value,
    code: 'MIO-NOM-011',
    types: listed,
    reason: 'nomenclature',
    title: {
      fr: 'Un code est encore en vigueur à la date d’effet.',
      en: 'A code is still in force at the effective date.',
    },
    check: (text, type, { nomenclatures }) => {
      const system = systems[type];
      const found = system && nomenclatures.lookup(system, text);
      if (found?.state !== 'expired') return undefined;
      const { validTo = '', replacedBy } = found.row;
      return {
        with: { nomenclature: system ?? '', fin: day(validTo), effet: day(nomenclatures.on) },
        ...(replacedBy === undefined
          ? {}
          : { expected: replacedBy, suggestion: `Code remplacé par ${replacedBy} : employez ce dernier.` }),
      };
    },
    text: {
      fr: 'Ce code {nomenclature} n’est plus en vigueur depuis le {fin} (date d’effet : {effet}).',
      en: 'This {nomenclature} code is no longer in force since {fin} (effective date: {effet}).',
    },
    help: 'Cherchez le code en vigueur dans la nomenclature.',
  },
  {
    ...value,
    code: 'MIO-NOM-012',
    types: listed,
    reason: 'nomenclature',
    title: {
      fr: 'Un code est déjà en vigueur à la date d’effet.',
      en: 'A code is already in force at the effective date.',
    },
    check: (text, type, { nomenclatures }) => {
      const system = systems[type];
      const found = system && nomenclatures.lookup(system, text);
      if (found?.state !== 'not-yet') return undefined;
      return {
        with: { nomenclature: system ?? '', debut: day(found.row.validFrom), effet: day(nomenclatures.on) },
      };
    },
    text: {
      fr: 'Ce code {nomenclature} n’entre en vigueur que le {debut} (date d’effet : {effet}).',
      en: 'This {nomenclature} code only comes into force on {debut} (effective date: {effet}).',
    },
    help: 'Employez le code en vigueur à la date d’effet de la consultation.',
  },
];

function unless(isRight: boolean): Fault | undefined {
  return isRight ? undefined : {};
}
