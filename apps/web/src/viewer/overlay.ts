import type { ManifestSeries, StudySummary } from '@liaison/imaging/contract';
import { el, setText } from './dom.ts';
import { slicePosition } from './geometry.ts';
import { birthAndSex, frenchInstant, lateralityText, personName } from './identity.ts';
import type { ImageWindow } from './lut.ts';
import { edgeLetters, lettersInWords } from './orientation.ts';
import type { Slot } from './stack.ts';
import { scaleBar } from './viewport.ts';
import type { Point } from './viewport.ts';
import { decimal, POSSIBLY_INCOMPLETE, PREVIEW_NOTE } from './words.ts';

/** What is written over the displayed image: always about the image that is drawn, never about the one awaited. */
export type Readout = {
  readonly study: StudySummary;
  readonly series: ManifestSeries;
  readonly slot: Slot;
  readonly index: number;
  readonly count: number;
  /** Null for colour, which has no window. */
  readonly window: ImageWindow | null;
  /** Whether what is drawn is a compressed picture that stands in for the image. */
  readonly isPreview: boolean;
  /** Frames per second of a loop. */
  readonly rate: number | null;
  readonly inverted: boolean;
  readonly zoom: number;
  /** CSS pixels per column, for the scale bar. */
  readonly scale: number;
  readonly hasHoles: boolean;
};

const EDGES = ['left', 'right', 'top', 'bottom'] as const;
const BAR_ROOM = 140;

export class Overlay {
  readonly element = el('div', { class: 'v-overlay' });
  readonly #name = el('strong', { class: 'v-name' });
  readonly #birth = el('span');
  readonly #study = el('span');
  readonly #date = el('span');
  readonly #series = el('span');
  readonly #position = el('span', { class: 'v-position' });
  readonly #note = el('span', { class: 'v-note' });
  readonly #value = el('span', { class: 'v-value' });
  readonly #window = el('span', { class: 'v-wl' });
  readonly #zoom = el('span');
  readonly #barLabel = el('span');
  readonly #bar = el('span', { class: 'v-bar-rule' });
  readonly #scale = el('span', { class: 'v-scale' }, this.#barLabel, this.#bar);
  readonly #bubble = el('span', { class: 'v-bubble', hidden: '' });
  readonly #letters = new Map(
    EDGES.map((edge) => [edge, el('span', { class: `v-letter v-letter-${edge}` })]),
  );

  constructor() {
    this.element.append(
      el('div', { class: 'v-corner v-top-left' }, this.#name, this.#birth),
      el('div', { class: 'v-corner v-top-right' }, this.#study, this.#date),
      el('div', { class: 'v-corner v-bottom-left' }, this.#note, this.#series, this.#position),
      el('div', { class: 'v-corner v-bottom-right' }, this.#value, this.#window, this.#zoom, this.#scale),
      ...this.#letters.values(),
      this.#bubble,
    );
  }

  show(readout: Readout): void {
    const { study, series, slot, window } = readout;
    const studiedAt = study.studyAt ?? study.studyDate;
    this.element.hidden = false;
    setText(this.#name, personName(series.patientName) || 'Identité absente des images');
    setText(this.#birth, birthAndSex(series.patientBirthDate, study.traits.sex, studiedAt));
    setText(this.#study, study.description);
    setText(this.#date, studiedAt === null ? 'Date d’examen absente' : frenchInstant(studiedAt));
    setText(this.#series, [series.modality, series.description].filter((part) => part !== '').join(' · '));
    setText(this.#position, positionText(readout));
    setText(this.#note, noteText(readout));
    const unwindowed = readout.isPreview ? 'Aperçu' : 'Couleur';
    setText(this.#window, window === null ? unwindowed : windowText(window, readout.inverted));
    this.#window.title =
      window === null ? '' : `Largeur ${decimal(window.width)}, niveau ${decimal(window.center)}`;
    setText(this.#zoom, `Zoom ×${decimal(readout.zoom)}`);
    this.#showScale(readout);
    this.#showLetters(slot);
  }

  /** Empties the texts, where the reader may no longer see them. */
  forget(): void {
    for (const text of this.element.querySelectorAll('span, strong')) {
      if (text.childElementCount === 0) text.textContent = '';
    }
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** The value under the pointer; `bubbleAt` puts it above a finger, which hides the corner. */
  showValue(text: string, bubbleAt: Point | null): void {
    setText(this.#value, bubbleAt === null ? text : '');
    setText(this.#bubble, text);
    this.#bubble.hidden = bubbleAt === null || text === '';
    if (bubbleAt === null) return;
    this.#bubble.style.left = `${bubbleAt.x}px`;
    this.#bubble.style.top = `${bubbleAt.y}px`;
  }

  #showScale({ slot, scale }: Readout): void {
    const { pixelSpacing, spacingKind } = slot.instance;
    const isCalibrated = pixelSpacing !== null && spacingKind === 'calibrated';
    const bar = isCalibrated ? scaleBar(scale / pixelSpacing[1], BAR_ROOM) : null;
    this.#bar.hidden = bar === null;
    this.#bar.style.width = `${bar?.width ?? 0}px`;
    if (bar !== null) setText(this.#barLabel, bar.mm >= 10 ? `${bar.mm / 10}\u00a0cm` : `${bar.mm}\u00a0mm`);
    else setText(this.#barLabel, isCalibrated ? '' : 'Échelle non calibrée');
  }

  #showLetters(slot: Slot): void {
    const letters = edgeLetters(slot.instance.imageOrientation);
    for (const [edge, element] of this.#letters) {
      const text = letters?.[edge] ?? '';
      setText(element, text);
      element.title = lettersInWords(text);
    }
  }
}

function windowText(window: ImageWindow, inverted: boolean): string {
  const [width, center] =
    window.width < 10 ? [window.width, window.center] : [Math.round(window.width), Math.round(window.center)];
  const text = `W ${decimal(width)} · L ${decimal(center)}`;
  return inverted ? `${text} · inversé` : text;
}

function positionText({ slot, index, count, rate }: Readout): string {
  const position = slicePosition(slot.instance);
  const pace = rate === null ? '' : ` · ${decimal(rate)}\u00a0i/s`;
  const place = `Image ${index + 1}/${count}${pace}`;
  return position === null ? place : `${place} · ${decimal(position)}\u00a0mm`;
}

function noteText({ series, slot, hasHoles, isPreview }: Readout): string {
  const notes = [isPreview ? PREVIEW_NOTE : '', lateralityText(series)];
  if (slot.instance.imageOrientation === null) notes.push('Orientation non fournie');
  if (hasHoles) notes.push(POSSIBLY_INCOMPLETE);
  return notes.filter((note) => note !== '').join(' · ');
}
