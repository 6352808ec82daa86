/** What a key asks for; `slices` and `pan` are relative. */
export type KeyAct =
  | { readonly act: 'scroll'; readonly slices: number }
  | { readonly act: 'first' | 'last' | 'invert' | 'reset' | 'fit' | 'origin' | 'help' | 'play' }
  | { readonly act: 'pan'; readonly x: number; readonly y: number }
  | { readonly act: 'zoom'; readonly factor: number }
  | { readonly act: 'window'; readonly width: number; readonly center: number }
  | { readonly act: 'preset'; readonly key: string }
  | { readonly act: 'series'; readonly step: 1 | -1 };

const PAGE = 10;
const PAN = 40;

const PLAIN: Readonly<Record<string, KeyAct>> = {
  ArrowUp: { act: 'scroll', slices: -1 },
  ArrowDown: { act: 'scroll', slices: 1 },
  PageUp: { act: 'scroll', slices: -PAGE },
  PageDown: { act: 'scroll', slices: PAGE },
  Home: { act: 'first' },
  End: { act: 'last' },
  ArrowLeft: { act: 'series', step: -1 },
  ArrowRight: { act: 'series', step: 1 },
  ' ': { act: 'play' },
  i: { act: 'invert' },
  r: { act: 'reset' },
  f: { act: 'fit' },
  '0': { act: 'origin' },
  z: { act: 'zoom', factor: 1.25 },
  '+': { act: 'zoom', factor: 1.25 },
  '=': { act: 'zoom', factor: 1.25 },
  '-': { act: 'zoom', factor: 0.8 },
  '?': { act: 'help' },
  l: { act: 'window', width: 1, center: 0 },
  k: { act: 'window', width: -1, center: 0 },
  o: { act: 'window', width: 0, center: 1 },
  p: { act: 'window', width: 0, center: -1 },
};

const SHIFTED: Readonly<Record<string, KeyAct>> = {
  Z: { act: 'zoom', factor: 0.8 },
  ArrowUp: { act: 'pan', x: 0, y: -PAN },
  ArrowDown: { act: 'pan', x: 0, y: PAN },
  ArrowLeft: { act: 'pan', x: -PAN, y: 0 },
  ArrowRight: { act: 'pan', x: PAN, y: 0 },
};

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** The act of a key; null when it is none of ours. Digits are read by place too: on a French keyboard they need Shift. */
export function keyAct(pressed: Pressed): KeyAct | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null;
  if (pressed.shiftKey && pressed.key in SHIFTED) return SHIFTED[pressed.key] ?? null;
  const digit = /^(?:Digit|Numpad)([0-7])$/.exec(pressed.code)?.[1];
  if (digit === '0') return PLAIN['0'] ?? null;
  if (digit !== undefined) return { act: 'preset', key: digit };
  return PLAIN[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key] ?? null;
}

/** Keys and what they do, in the order of the help. */
export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['↑ ↓ · molette', 'Image précédente, suivante'],
  ['Page ↑ · Page ↓', 'Dix images plus haut, plus bas'],
  ['Début · Fin', 'Première, dernière image'],
  ['← →', 'Série précédente, suivante'],
  ['Espace', 'Lire la boucle, l’arrêter'],
  ['1 à 7', 'Fenêtres de scanner'],
  ['0', 'Fenêtre d’origine'],
  ['K · L', 'Fenêtre plus étroite, plus large'],
  ['O · P', 'Niveau plus haut, plus bas'],
  ['Z · Maj + Z', 'Zoom avant, arrière'],
  ['Maj + flèches', 'Déplacer l’image'],
  ['F', 'Ajuster à l’écran'],
  ['I', 'Inverser les gris'],
  ['R', 'Réinitialiser l’affichage'],
];

export const MOUSE_GESTURES: readonly (readonly [string, string])[] = [
  ['Clic gauche glissé', 'L’outil choisi'],
  ['Clic droit glissé', 'Zoom'],
  ['Clic molette glissé', 'Déplacer'],
  ['Double-clic', 'Ajuster à l’écran'],
  ['Survol', 'Valeur du point (UH au scanner)'],
];

export const TOUCH_GESTURES: readonly (readonly [string, string])[] = [
  ['Un doigt', 'L’outil choisi, défiler au départ'],
  ['Deux doigts', 'Zoom et déplacement'],
  ['Appui long', 'Valeur du point (UH au scanner)'],
  ['Double appui', 'Ajuster à l’écran'],
];
