import type { FormDefinition, Section } from '../model.ts';
import { nihss } from './nihss.ts';
import { options } from './options.ts';
import { aspectsField, occlusionFields } from './stroke-imaging.ts';

const advice: Section = {
  id: 'advice',
  title: 'Avis',
  fields: [
    {
      kind: 'paragraph',
      id: 'advice',
      label: 'Avis',
      help: 'Texte libre, dictée possible.',
      maxLength: 20_000,
    },
    {
      kind: 'choice',
      id: 'mode',
      label: 'Mode',
      options: options({ image: 'Image', visio: 'Visio', telephone: 'Téléphone' }),
    },
    {
      kind: 'choice',
      id: 'diagnosis',
      label: 'Diagnostic retenu',
      options: options({ ischemic: 'AVC ischémique', tia: 'AIT', hemorrhage: 'Hémorragie', mimic: 'Mimic' }),
    },
    {
      kind: 'choice',
      id: 'mimic',
      label: 'Mimic',
      options: options({
        migraine: 'Migraine',
        epilepsy: 'Épilepsie',
        functional: 'Fonctionnel',
        hypoglycemia: 'Hypoglycémie',
        other: 'Autre',
      }),
      visibleWhen: { field: 'diagnosis', equals: 'mimic' },
    },
    { kind: 'text', id: 'territory', label: 'Territoire / étiologie probable', maxLength: 300 },
  ],
};

/** The doses are recorded as the prescriber states them; nothing is computed from the weight. */
const thrombolysis: Section = {
  id: 'thrombolysis',
  title: 'Thrombolyse',
  fields: [
    {
      kind: 'choice',
      id: 'thrombolysis',
      label: 'Décision',
      options: options({ yes: 'Thrombolyse', no: 'Pas de thrombolyse', pending: 'En attente' }),
    },
    {
      kind: 'choice',
      id: 'thrombolytic',
      label: 'Produit',
      options: options({ alteplase: 'Altéplase', tenecteplase: 'Ténectéplase' }),
      visibleWhen: { field: 'thrombolysis', equals: 'yes' },
    },
    {
      kind: 'number',
      id: 'thrombolysis-weight',
      label: 'Poids retenu',
      unit: 'kg',
      min: 0,
      max: 500,
      decimals: 1,
      plausible: [30, 200],
      visibleWhen: { field: 'thrombolysis', equals: 'yes' },
    },
    {
      kind: 'text',
      id: 'thrombolysis-dose',
      label: 'Dose prescrite',
      help: 'Telle que prescrite\u202f; aucun calcul n’est fait.',
      maxLength: 120,
      visibleWhen: { field: 'thrombolysis', equals: 'yes' },
    },
    {
      kind: 'instant',
      id: 'thrombolysis-at',
      label: 'Heure',
      visibleWhen: { field: 'thrombolysis', equals: 'yes' },
    },
    {
      kind: 'multi',
      id: 'no-thrombolysis-reasons',
      label: 'Motifs',
      options: options({
        'too-late': 'Hors délai',
        minor: 'Déficit mineur',
        contraindication: 'Contre-indication',
        refusal: 'Refus',
        'other-diagnosis': 'Diagnostic autre',
      }),
      visibleWhen: { field: 'thrombolysis', equals: 'no' },
    },
    {
      kind: 'text',
      id: 'contraindication',
      label: 'Contre-indication\u00a0: laquelle',
      maxLength: 300,
      visibleWhen: { field: 'no-thrombolysis-reasons', equals: 'contraindication' },
    },
  ],
};

const decided = { field: 'thrombectomy', in: ['yes', 'to-discuss'] };

const thrombectomy: Section = {
  id: 'thrombectomy',
  title: 'Thrombectomie',
  fields: [
    {
      kind: 'choice',
      id: 'thrombectomy',
      label: 'Thrombectomie',
      options: options({ yes: 'Oui', no: 'Non', 'to-discuss': 'À discuter' }),
    },
    {
      kind: 'text',
      id: 'thrombectomy-centre',
      label: 'Centre accepté',
      maxLength: 120,
      visibleWhen: decided,
    },
    { kind: 'instant', id: 'thrombectomy-accepted-at', label: 'Heure d’acceptation', visibleWhen: decided },
    { kind: 'text', id: 'thrombectomy-physician', label: 'Médecin', maxLength: 120, visibleWhen: decided },
  ],
};

const orientation: Section = {
  id: 'orientation',
  title: 'Orientation et consignes',
  fields: [
    {
      kind: 'choice',
      id: 'transfer',
      label: 'Transfert',
      options: options({ 'on-site': 'Sur place', stroke: 'UNV', nri: 'NRI', neurosurgery: 'Neurochirurgie' }),
    },
    {
      kind: 'text',
      id: 'transport',
      label: 'Vecteur',
      maxLength: 120,
      visibleWhen: { field: 'transfer', in: ['stroke', 'nri', 'neurosurgery'] },
    },
    {
      kind: 'yesNoUnknown',
      id: 'bed-confirmed',
      label: 'Lit confirmé',
      visibleWhen: { field: 'transfer', in: ['stroke', 'nri', 'neurosurgery'] },
    },
    { kind: 'text', id: 'blood-pressure-goal', label: 'Objectif PA', maxLength: 120 },
    { kind: 'text', id: 'antithrombotic', label: 'Antithrombotique', maxLength: 300 },
    {
      kind: 'paragraph',
      id: 'if-worse',
      label: 'Conduite si aggravation, angiœdème ou hémorragie',
      maxLength: 3000,
    },
    { kind: 'instant', id: 'callback-planned', label: 'Rappel prévu' },
  ],
};

const expertReading: Section = {
  id: 'expert-reading',
  title: 'Examen et relecture par l’expert',
  collapsed: true,
  fields: [
    { ...nihss('expert-nihss', 'NIHSS de l’expert'), recommended: false },
    { kind: 'instant', id: 'expert-nihss-at', label: 'Heure de l’examen' },
    aspectsField,
    ...occlusionFields,
    { kind: 'paragraph', id: 'imaging-reading', label: 'Relecture de l’imagerie', maxLength: 5000 },
    { kind: 'paragraph', id: 'prognosis', label: 'Pronostic / LATA', maxLength: 3000 },
  ],
};

const followUp: Section = {
  id: 'follow-up',
  title: 'Suivi (J1, M3)',
  collapsed: true,
  fields: [
    { kind: 'instant', id: 'actual-needle', label: 'Heure réelle du bolus' },
    { kind: 'number', id: 'nihss-24h', label: 'NIHSS à H24', min: 0, max: 42, decimals: 0 },
    { kind: 'yesNoUnknown', id: 'symptomatic-hemorrhage', label: 'HIC symptomatique' },
    {
      kind: 'choice',
      id: 'rankin-90-days',
      label: 'mRS à 90\u00a0j',
      options: options({
        'mrs-0': '0 – aucun symptôme',
        'mrs-1': '1 – symptômes sans handicap significatif',
        'mrs-2': '2 – handicap léger, autonome',
        'mrs-3': '3 – handicap modéré, marche seul, aide partielle',
        'mrs-4': '4 – modérément sévère, aide pour marcher et pour les soins',
        'mrs-5': '5 – sévère, alité, soins constants',
        'mrs-6': '6 – décès',
      }),
    },
  ],
};

/** Réponse AVC: the free text first and enough by itself; nothing is required. */
export const avcAnswerV1: FormDefinition = {
  id: 'avc-answer',
  version: 1,
  title: 'Réponse AVC',
  kind: 'answer',
  approvedBy: null,
  sections: [advice, thrombolysis, thrombectomy, orientation, expertReading, followUp],
};
