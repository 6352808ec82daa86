import type { FieldOf, ScoreItem } from '../model.ts';

const arm = [
  'pas de chute',
  'chute avant 10\u00a0s sans toucher le lit',
  'effort contre pesanteur, touche le lit',
  'pas d’effort contre pesanteur, contraction',
  'aucun mouvement',
];
const leg = [
  'pas de chute',
  'chute avant 5\u00a0s sans toucher le lit',
  'effort contre pesanteur, touche le lit',
  'pas d’effort contre pesanteur, contraction',
  'aucun mouvement',
];

/** The 15 items of the NINDS scale, in our own wording. */
const items: ScoreItem[] = [
  item('1a', 'Vigilance', [
    'alerte',
    'somnolent, éveillable par stimulation mineure',
    'stimulation répétée ou douloureuse nécessaire',
    'coma, réponse réflexe ou nulle',
  ]),
  item('1b', 'Questions (mois, âge)', ['2 justes', '1 juste', '0 juste']),
  item('1c', 'Commandes (ouvrir/fermer les yeux, serrer/ouvrir la main)', [
    '2 exécutées',
    '1 exécutée',
    '0 exécutée',
  ]),
  item('2', 'Oculomotricité horizontale', [
    'normale',
    'paralysie partielle ou déviation réductible',
    'déviation forcée, non réductible',
  ]),
  item('3', 'Champ visuel', [
    'normal',
    'HLH partielle ou extinction visuelle',
    'HLH complète',
    'hémianopsie bilatérale ou cécité corticale (ou coma)',
  ]),
  item('4', 'Paralysie faciale', [
    'absente',
    'mineure (asymétrie)',
    'partielle (hémiface inférieure)',
    'complète, uni- ou bilatérale',
  ]),
  item('5a', 'Motricité du bras gauche (10\u00a0s à 90° ou 45°)', arm, true),
  item('5b', 'Motricité du bras droit (10\u00a0s à 90° ou 45°)', arm, true),
  item('6a', 'Motricité de la jambe gauche (5\u00a0s à 30°)', leg, true),
  item('6b', 'Motricité de la jambe droite (5\u00a0s à 30°)', leg, true),
  item('7', 'Ataxie des membres', [
    'absente (ou non évaluable par paralysie ou incompréhension)',
    '1 membre',
    '≥\u00a02 membres',
  ]),
  item('8', 'Sensibilité (piqûre)', [
    'normale',
    'hypoesthésie légère à modérée',
    'hypoesthésie sévère ou anesthésie (ou coma)',
  ]),
  item('9', 'Langage', [
    'normal',
    'aphasie légère à modérée',
    'aphasie sévère',
    'mutisme, aphasie globale (ou coma)',
  ]),
  item('10', 'Dysarthrie', ['absente', 'légère à modérée, compréhensible', 'sévère, inintelligible'], true),
  item('11', 'Extinction – négligence', [
    'absente',
    '1 modalité',
    '≥\u00a02 modalités ou hémi-inattention sévère',
  ]),
];

function item(code: string, label: string, labels: readonly string[], allowsNotTestable = false): ScoreItem {
  return { code, label, options: labels.map((text, value) => ({ value, label: text })), allowsNotTestable };
}

/**
 * The values that the scale gives to a comatose patient (1a = 3); to confirm, never set by themselves. Item 2 is left
 * out: the oculocephalic reflex is tested in a coma too.
 */
const coma = {
  '1b': 2,
  '1c': 2,
  '3': 3,
  '4': 3,
  '5a': 4,
  '5b': 4,
  '6a': 4,
  '6b': 4,
  '7': 0,
  '8': 2,
  '9': 3,
  '10': 2,
  '11': 2,
};

/** NIHSS, total 0 to 42 (National Institute of Neurological Disorders and Stroke). */
export function nihss(id: string, label: string): FieldOf<'score'> {
  return {
    kind: 'score',
    id,
    label,
    help: 'NT\u00a0: non testable (amputation, arthrodèse, intubation). Compte pour 0, et reste indiqué à côté du total.',
    recommended: true,
    items,
    total: { label: 'NIHSS', max: 42 },
    suggestion: {
      item: '1a',
      value: 3,
      label: 'Patient dans le coma\u00a0: préremplir les autres items',
      values: coma,
    },
  };
}
