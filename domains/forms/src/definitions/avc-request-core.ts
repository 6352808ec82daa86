import type { Section } from '../model.ts';
import { nihss } from './nihss.ts';
import { options } from './options.ts';

export const avcQuestion: Section = {
  id: 'question',
  title: 'Question posée',
  fields: [
    { kind: 'paragraph', id: 'question', label: 'Question posée', help: 'Dictée possible.' },
    {
      kind: 'choice',
      id: 'request-type',
      label: 'Type de demande',
      options: options({
        thrombolysis: 'Avis thrombolyse ± thrombectomie (SU → UNV)',
        thrombectomy: 'Avis thrombectomie (UNV → NRI)',
        other: 'AIT / autre',
      }),
    },
    {
      kind: 'text',
      id: 'callback-number',
      label: 'N° de rappel direct',
      purpose: 'telephone',
      maxLength: 40,
      recommended: true,
    },
  ],
};

export const avcOnset: Section = {
  id: 'onset',
  title: 'Installation',
  fields: [
    {
      kind: 'choice',
      id: 'onset-mode',
      label: 'Mode d’installation',
      options: options({ witnessed: 'Début constaté', 'on-waking': 'Au réveil', unknown: 'Heure inconnue' }),
    },
    {
      kind: 'instant',
      id: 'last-seen-well',
      label: 'Dernière fois vu bien',
      help: 'Sans déficit.',
      recommended: true,
    },
    {
      kind: 'instant',
      id: 'symptom-onset',
      label: 'Heure de début des symptômes',
      visibleWhen: { field: 'onset-mode', equals: 'witnessed' },
      notBefore: 'last-seen-well',
    },
    {
      kind: 'countdown',
      id: 'treatment-deadline',
      label: 'Échéance des 4\u00a0h\u00a030',
      help: 'Comptée depuis «\u202fdernière fois vu bien\u202f». Aucune échéance si cette heure est inconnue.',
      from: 'last-seen-well',
      minutes: 270,
    },
    { kind: 'instant', id: 'hospital-arrival', label: 'Arrivée à l’hôpital', notBefore: 'last-seen-well' },
  ],
};

export const avcSeverity: Section = {
  id: 'severity',
  title: 'NIHSS',
  fields: [
    nihss('nihss', 'NIHSS'),
    {
      kind: 'number',
      id: 'nihss-reported-total',
      label: 'Total NIHSS, sans le détail des items',
      min: 0,
      max: 42,
      decimals: 0,
      visibleWhen: { field: 'nihss', empty: true },
    },
    { kind: 'text', id: 'nihss-examiner', label: 'Examinateur', maxLength: 120 },
    { kind: 'instant', id: 'nihss-at', label: 'Heure de l’examen' },
  ],
};

const anticoagulants = options({
  none: 'Aucun',
  'vitamin-k-antagonist': 'AVK',
  dabigatran: 'Dabigatran',
  rivaroxaban: 'Rivaroxaban',
  apixaban: 'Apixaban',
  edoxaban: 'Edoxaban',
  'lmwh-curative': 'HBPM curative',
  'lmwh-preventive': 'HBPM préventive',
  'unfractionated-heparin': 'HNF',
  fondaparinux: 'Fondaparinux',
  unknown: 'Non connu',
});

const taken = anticoagulants
  .map((option) => option.value)
  .filter((value) => value !== 'none' && value !== 'unknown');

const pressureAlert = {
  systolic: 185,
  diastolic: 110,
  text: 'Tension artérielle supérieure ou égale à 185/110\u00a0mmHg.',
};

/** What the neurologist asks for at once beside onset and NIHSS. */
export const avcCore: Section = {
  id: 'essential',
  title: 'Anticoagulant, tension, glycémie, poids',
  fields: [
    { kind: 'choice', id: 'anticoagulant', label: 'Anticoagulant', options: anticoagulants },
    {
      kind: 'instant',
      id: 'anticoagulant-last-intake',
      label: 'Heure de la dernière prise',
      recommended: true,
      visibleWhen: { field: 'anticoagulant', in: taken },
    },
    {
      kind: 'text',
      id: 'anticoagulant-dose',
      label: 'Dose',
      maxLength: 120,
      visibleWhen: { field: 'anticoagulant', in: taken },
    },
    { kind: 'bloodPressure', id: 'blood-pressure-right', label: 'TA bras droit', alert: pressureAlert },
    { kind: 'bloodPressure', id: 'blood-pressure-left', label: 'TA bras gauche', alert: pressureAlert },
    { kind: 'instant', id: 'blood-pressure-at', label: 'Heure de la mesure' },
    {
      kind: 'number',
      id: 'glucose',
      label: 'Glycémie capillaire',
      unit: 'g/L',
      min: 0,
      max: 40,
      decimals: 2,
      plausible: [0.2, 6],
      alert: {
        below: 0.5,
        above: 4,
        text: 'Glycémie inférieure à 0,5\u00a0g/L ou supérieure à 4\u00a0g/L. Vérifiez aussi l’unité.',
      },
      equivalent: { unit: 'mmol/L', factor: 5.55, decimals: 1 },
    },
    {
      kind: 'number',
      id: 'weight',
      label: 'Poids',
      unit: 'kg',
      min: 0,
      max: 500,
      decimals: 1,
      plausible: [30, 200],
      recommended: true,
    },
    {
      kind: 'choice',
      id: 'weight-source',
      label: 'Poids obtenu',
      options: options({ measured: 'Mesuré', declared: 'Déclaré', estimated: 'Estimé' }),
      visibleWhen: { field: 'weight', notEmpty: true },
    },
  ],
};

export const avcContext: Section = {
  id: 'context',
  title: 'Contexte',
  collapsed: true,
  fields: [
    {
      kind: 'text',
      id: 'requester',
      label: 'Demandeur',
      help: 'Si ce n’est pas l’auteur de la demande.',
      maxLength: 120,
    },
    {
      kind: 'choice',
      id: 'patient-location',
      label: 'Lieu du patient',
      options: options({
        emergency: 'SU',
        stroke: 'UNV',
        imaging: 'Imagerie',
        ambulance: 'SMUR',
        icu: 'Réa',
      }),
    },
    { kind: 'text', id: 'companion-name', label: 'Accompagnant joignable\u00a0: nom', maxLength: 120 },
    {
      kind: 'text',
      id: 'companion-phone',
      label: 'Accompagnant joignable\u00a0: téléphone',
      purpose: 'telephone',
      maxLength: 40,
    },
  ],
};
