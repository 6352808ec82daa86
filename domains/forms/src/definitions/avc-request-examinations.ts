import type { Section } from '../model.ts';
import { aspectsField, occlusionFields } from './stroke-imaging.ts';
import { options } from './options.ts';

export const avcBiology: Section = {
  id: 'biology',
  title: 'Biologie',
  collapsed: true,
  fields: [
    {
      kind: 'multi',
      id: 'biology-not-awaited',
      label: 'Résultats',
      options: options({ 'not-awaited': 'Non attendue pour décider' }),
    },
    { kind: 'number', id: 'inr', label: 'INR', min: 0, max: 30, decimals: 2, plausible: [0.8, 10] },
    { kind: 'number', id: 'prothrombin', label: 'TP', unit: '%', min: 0, max: 200, decimals: 0 },
    {
      kind: 'number',
      id: 'aptt-ratio',
      label: 'TCA (ratio)',
      min: 0,
      max: 20,
      decimals: 2,
      plausible: [0.7, 6],
    },
    {
      kind: 'number',
      id: 'platelets',
      label: 'Plaquettes',
      unit: 'G/L',
      min: 0,
      max: 5000,
      decimals: 0,
      plausible: [10, 1000],
    },
    {
      kind: 'number',
      id: 'hemoglobin',
      label: 'Hb',
      unit: 'g/dL',
      min: 0,
      max: 30,
      decimals: 1,
      plausible: [5, 20],
    },
    {
      kind: 'number',
      id: 'creatinine',
      label: 'Créatinine',
      unit: 'µmol/L',
      min: 0,
      max: 5000,
      decimals: 0,
      plausible: [20, 1500],
    },
    { kind: 'number', id: 'egfr', label: 'DFG', unit: 'mL/min', min: 0, max: 250, decimals: 0 },
    { kind: 'number', id: 'anti-xa', label: 'Anti-Xa', unit: 'UI/mL', min: 0, max: 20, decimals: 2 },
    { kind: 'number', id: 'doac-level', label: 'Dosage AOD', unit: 'ng/mL', min: 0, max: 5000, decimals: 0 },
    {
      kind: 'text',
      id: 'thrombin-time',
      label: 'TT',
      maxLength: 60,
      visibleWhen: { field: 'anticoagulant', equals: 'dabigatran' },
    },
    {
      kind: 'choice',
      id: 'beta-hcg',
      label: 'β-hCG',
      options: options({ negative: 'Négatif', positive: 'Positif', pending: 'En cours' }),
    },
  ],
};

export const avcImaging: Section = {
  id: 'imaging',
  title: 'Imagerie',
  collapsed: true,
  fields: [
    {
      kind: 'choice',
      id: 'imaging-modality',
      label: 'Modalité',
      options: options({ mri: 'IRM', ct: 'Scanner' }),
    },
    {
      kind: 'multi',
      id: 'mri-sequences',
      label: 'Séquences IRM',
      options: options({
        diffusion: 'Diff',
        flair: 'FLAIR',
        't2-star': 'T2*',
        tof: 'TOF',
        perfusion: 'Perf',
      }),
      visibleWhen: { field: 'imaging-modality', equals: 'mri' },
    },
    {
      kind: 'multi',
      id: 'ct-acquisitions',
      label: 'Acquisitions scanner',
      options: options({ plain: 'SPC', angiography: 'Angio TSA + polygone', perfusion: 'Perfusion' }),
      visibleWhen: { field: 'imaging-modality', equals: 'ct' },
    },
    { kind: 'yesNoUnknown', id: 'hemorrhage', label: 'Hémorragie' },
    {
      kind: 'text',
      id: 'hemorrhage-type',
      label: 'Type d’hémorragie',
      maxLength: 120,
      visibleWhen: { field: 'hemorrhage', equals: 'yes' },
    },
    aspectsField,
    {
      kind: 'choice',
      id: 'aspects-side',
      label: 'ASPECTS\u00a0: côté',
      options: options({ right: 'Droit', left: 'Gauche' }),
      visibleWhen: { field: 'aspects-regions', notEmpty: true },
    },
    { kind: 'number', id: 'pc-aspects', label: 'pc-ASPECTS', min: 0, max: 10, decimals: 0 },
    ...occlusionFields,
    { kind: 'yesNoUnknown', id: 'diffusion-flair-mismatch', label: 'Mismatch Diff-FLAIR' },
    {
      kind: 'number',
      id: 'core-volume',
      label: 'Perfusion\u00a0: volume cœur',
      unit: 'mL',
      min: 0,
      max: 1000,
      decimals: 1,
    },
    {
      kind: 'number',
      id: 'hypoperfusion-volume',
      label: 'Perfusion\u00a0: hypoperfusion Tmax >\u00a06\u00a0s',
      unit: 'mL',
      min: 0,
      max: 1500,
      decimals: 1,
    },
    { kind: 'number', id: 'mismatch-ratio', label: 'Perfusion\u00a0: ratio', min: 0, max: 1000, decimals: 1 },
    { kind: 'text', id: 'collaterals', label: 'Collatérales', maxLength: 120 },
    {
      kind: 'info',
      id: 'imaging-attached',
      label: 'L’examen associé et le nombre d’images reçues sont indiqués dans les examens du télédossier.',
    },
  ],
};

/** The rest of section K. */
export const avcOrganisation: Section = {
  id: 'organisation',
  title: 'Visio, information, transfert',
  collapsed: true,
  fields: [
    { kind: 'yesNoUnknown', id: 'visio-wanted', label: 'Demande de visio' },
    {
      kind: 'choice',
      id: 'patient-informed',
      label: 'Consentement / information du patient ou d’un proche',
      options: options({
        patient: 'Patient informé et non opposé',
        relative: 'Proche informé',
        impossible: 'Impossible dans l’urgence',
        opposed: 'Opposition',
      }),
    },
    { kind: 'yesNoUnknown', id: 'chance-lost-by-transfer', label: 'Perte de chance si transfert' },
  ],
};
