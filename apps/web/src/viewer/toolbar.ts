import { el, icon } from './dom.ts';
import type { IconName } from './dom.ts';
import type { Tool } from './gestures.ts';
import type { ImageWindow } from './lut.ts';
import { presetsFor, sameWindow } from './presets.ts';
import type { Preset } from './presets.ts';

const TOOLS: readonly { tool: Tool; name: string; title: string }[] = [
  { tool: 'scroll', name: 'Défiler', title: 'Défiler les images' },
  { tool: 'window', name: 'Fenêtre', title: 'Régler largeur et niveau' },
  { tool: 'pan', name: 'Déplacer', title: 'Déplacer l’image' },
  { tool: 'zoom', name: 'Zoom', title: 'Agrandir ou réduire' },
];

export type ToolbarActs = {
  readonly onTool: (tool: Tool) => void;
  readonly onWindow: (window: ImageWindow) => void;
  readonly onOrigin: () => void;
  readonly onInvert: () => void;
  readonly onFit: () => void;
  readonly onReset: () => void;
  readonly onPlay: () => void;
  readonly onHelp: () => void;
};

/** What the toolbar shows of the state; `modality` null while nothing is displayed. */
export type ToolbarState = {
  readonly modality: string | null;
  readonly window: ImageWindow | null;
  readonly origin: ImageWindow | null;
  readonly inverted: boolean;
  readonly tool: Tool;
  /** Of the loop under the reader's eyes; null where there is none. */
  readonly cine: { readonly isPlaying: boolean; readonly rate: number } | null;
};

/** Tools, windows and acts; which of them are in line and which behind a button is the style sheet's choice. */
export class Toolbar {
  readonly tools: HTMLElement;
  readonly windows: HTMLElement;
  readonly acts: HTMLElement;
  readonly #toolButtons = new Map<Tool, HTMLButtonElement>();
  readonly #presetButtons = new Map<Preset, HTMLButtonElement>();
  readonly #presets = el('div', { class: 'v-presets' });
  readonly #play: HTMLButtonElement;
  readonly #origin: HTMLButtonElement;
  readonly #invert: HTMLButtonElement;
  readonly #width: HTMLInputElement;
  readonly #level: HTMLInputElement;
  readonly #onWindow: (window: ImageWindow) => void;
  #modality: string | null = null;

  constructor(ids: { tools: string; windows: string; acts: string }, acts: ToolbarActs) {
    this.#onWindow = acts.onWindow;
    for (const { tool, name, title } of TOOLS) {
      const button = actButton(tool, name, title, () => acts.onTool(tool));
      this.#toolButtons.set(tool, button);
    }
    this.#play = actButton('play', 'Lire', 'Lire la boucle (Espace)', acts.onPlay);
    this.#play.classList.add('v-play');
    this.#play.hidden = true;
    this.tools = group('v-tools', ids.tools, 'Outil', [this.#play, ...this.#toolButtons.values()]);
    this.#origin = textButton('Origine', 'Fenêtre d’origine (0)', acts.onOrigin);
    this.#width = this.#numberField('Largeur de fenêtre', '1', '65536');
    this.#level = this.#numberField('Niveau de fenêtre', '-32768', '32767');
    this.windows = group('v-windows', ids.windows, 'Fenêtre', [
      this.#presets,
      this.#origin,
      el('label', { class: 'v-field', title: 'Largeur de fenêtre' }, 'W', this.#width),
      el('label', { class: 'v-field', title: 'Niveau de fenêtre' }, 'L', this.#level),
    ]);
    this.#invert = actButton('invert', 'Inverser', 'Inverser les gris (I)', acts.onInvert);
    this.acts = group('v-acts', ids.acts, 'Affichage', [
      this.#invert,
      actButton('fit', 'Ajuster', 'Ajuster à l’écran (F)', acts.onFit),
      actButton('reset', 'Réinitialiser', 'Réinitialiser l’affichage (R)', acts.onReset),
      actButton('help', 'Aide', 'Raccourcis et gestes (?)', acts.onHelp),
    ]);
  }

  /** A way to the page where the study is sent to a PACS. */
  offerSend(href: string): void {
    const name = 'Envoyer';
    const title = 'Envoyer cet examen vers un PACS';
    const label = el('span', { class: 'v-label' }, name);
    this.acts.prepend(el('a', { class: 'v-button', href, title, 'aria-label': name }, icon('send'), label));
  }

  update(state: ToolbarState): void {
    if (state.modality !== this.#modality) this.#drawPresets(state.modality);
    for (const [tool, button] of this.#toolButtons) press(button, tool === state.tool);
    for (const [preset, button] of this.#presetButtons)
      press(button, sameWindow(preset.window, state.window));
    this.#drawPlay(state.cine);
    press(this.#invert, state.inverted);
    press(this.#origin, sameWindow(state.origin, state.window));
    const isGrey = state.window !== null;
    this.#origin.disabled = !isGrey;
    this.#invert.disabled = !isGrey;
    for (const [field, value] of [
      [this.#width, state.window?.width],
      [this.#level, state.window?.center],
    ] as const) {
      field.disabled = !isGrey;
      if (document.activeElement !== field)
        field.value = value === undefined ? '' : String(Math.round(value));
    }
  }

  #drawPlay(cine: ToolbarState['cine']): void {
    const isPlaying = cine?.isPlaying === true;
    this.#play.hidden = cine === null;
    if (this.#play.dataset['playing'] === String(isPlaying)) return;
    this.#play.dataset['playing'] = String(isPlaying);
    const name = isPlaying ? 'Arrêter' : 'Lire';
    this.#play.setAttribute('aria-label', name);
    this.#play.title = `${name} la boucle (Espace)`;
    this.#play.replaceChildren(icon(isPlaying ? 'pause' : 'play'), el('span', { class: 'v-label' }, name));
  }

  #drawPresets(modality: string | null): void {
    this.#modality = modality;
    this.#presetButtons.clear();
    for (const preset of presetsFor(modality ?? '')) {
      const { width, center } = preset.window;
      const title = `${preset.name}\u00a0: W ${width} L ${center} (touche ${preset.key})`;
      this.#presetButtons.set(
        preset,
        textButton(preset.name, title, () => this.#onWindow(preset.window)),
      );
    }
    this.#presets.replaceChildren(...this.#presetButtons.values());
  }

  #numberField(name: string, min: string, max: string): HTMLInputElement {
    const field = el('input', { type: 'number', class: 'v-number', 'aria-label': name, min, max, step: '1' });
    field.addEventListener('input', () => {
      const width = this.#width.valueAsNumber;
      const center = this.#level.valueAsNumber;
      if (Number.isFinite(center) && width >= 1) this.#onWindow({ width, center });
    });
    return field;
  }
}

function group(className: string, id: string, name: string, children: readonly Node[]): HTMLElement {
  return el(
    'div',
    { class: `v-group v-panel ${className}`, id, role: 'group', 'aria-label': name },
    ...children,
  );
}

function press(button: HTMLButtonElement, isPressed: boolean): void {
  button.setAttribute('aria-pressed', String(isPressed));
}

function actButton(name: IconName, label: string, title: string, onClick: () => void): HTMLButtonElement {
  const button = el(
    'button',
    { type: 'button', class: 'v-button', title, 'aria-label': label },
    icon(name),
    el('span', { class: 'v-label' }, label),
  );
  button.addEventListener('click', onClick);
  return button;
}

function textButton(label: string, title: string, onClick: () => void): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'v-button v-chip', title }, label);
  button.addEventListener('click', onClick);
  return button;
}
