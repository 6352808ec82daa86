import type { StudySummary } from '@liaison/imaging/contract';
import { el, icon, setText } from './dom.ts';
import type { Tool } from './gestures.ts';
import { helpDialog } from './help.ts';
import { identitiesDiffer } from './identity.ts';
import { menuBar } from './menus.ts';
import { MessagePane } from './message.ts';
import type { Message } from './message.ts';
import { Overlay } from './overlay.ts';
import type { Pixels } from './pixels.ts';
import { Renderer } from './renderer.ts';
import type { Picture } from './renderer.ts';
import { Scrubber } from './scrubber.ts';
import { SeriesStrip } from './series-strip.ts';
import { activePlace, activeSeries, activeStack, indexOf, middleOf, onSeries } from './stack.ts';
import type { Session, Slot } from './stack.ts';
import { Toolbar } from './toolbar.ts';
import type { ToolbarActs, ToolbarState } from './toolbar.ts';
import { displaySize, scaleOf } from './viewport.ts';
import {
  DIFFERENT_IDENTITIES,
  IDENTITY_ADVICE,
  NOTICE_SHORT,
  PREVIEW,
  quarantineText,
  receptionText,
  STALE,
} from './words.ts';

/** The image that is drawn, which may not be the wanted one yet. */
export type Shown = { readonly slot: Slot; readonly picture: Picture };

/** All that the screen shows of a session. */
export type Scene = {
  readonly session: Session;
  readonly shown: Shown | null;
  /** Slice by slice of the active series: whether it is in memory. */
  readonly received: readonly boolean[];
  readonly hasHoles: boolean;
  readonly tool: Tool;
  readonly cine: ToolbarState['cine'];
};

export type ScreenActs = Omit<ToolbarActs, 'onHelp'> & {
  readonly onSeries: (seriesUid: string) => void;
  readonly onIndex: (index: number) => void;
};

const ANNOUNCE_MS = 600;
let screens = 0;

/** The elements of a viewer inside its host, and how a scene is written to them. */
export class Screen {
  readonly root = el('div', { class: 'v-root', lang: 'fr' });
  readonly pane = el('div', { class: 'v-pane', tabindex: '-1' });
  readonly renderer: Renderer;
  readonly strip: SeriesStrip;
  readonly help = helpDialog();
  readonly #overlay = new Overlay();
  readonly #message = new MessagePane();
  readonly #pending = el('p', { class: 'v-pending', hidden: '' });
  readonly #scrubber: Scrubber;
  readonly #toolbar: Toolbar;
  readonly #alert = el('div', { class: 'v-alert', role: 'alert', hidden: '' });
  readonly #stale = el('span', { class: 'v-stale', role: 'status' });
  readonly #reception = el('span', { class: 'v-reception' });
  readonly #quarantine = el('span', { class: 'v-quarantine' });
  readonly #spoken = el('p', { class: 'v-spoken', role: 'status' });
  readonly #listening = new AbortController();
  #speaking: ReturnType<typeof setTimeout> | null = null;

  constructor(host: HTMLElement, acts: ScreenActs) {
    screens += 1;
    const id = (name: string): string => `v${screens}-${name}`;
    this.renderer = new Renderer(el('canvas', { class: 'v-canvas', role: 'img', 'aria-label': 'Image' }));
    this.pane.append(this.renderer.canvas, this.#overlay.element);
    this.#overlay.hide();
    this.strip = new SeriesStrip(id('series'), acts.onSeries);
    this.#scrubber = new Scrubber(acts.onIndex);
    const ids = { tools: id('tools'), windows: id('windows'), acts: id('acts') };
    this.#toolbar = new Toolbar(ids, { ...acts, onHelp: () => this.help.showModal() });
    this.root.append(this.#bar(), this.#alert, this.#main(), this.#foot(), this.help, this.#spoken);
    host.append(this.root);
  }

  offerSend(href: string): void {
    this.#toolbar.offerSend(href);
  }

  remove(): void {
    this.#listening.abort();
    if (this.#speaking !== null) clearTimeout(this.#speaking);
    this.strip.close();
    this.root.remove();
  }

  /** Shows a message in place of the images. */
  say(message: Message): void {
    this.renderer.clear();
    this.#overlay.hide();
    this.#pending.hidden = true;
    this.#message.show(message);
  }

  /** Empties all that tells about a patient. */
  forget(): void {
    this.strip.update([], null);
    this.#alert.hidden = true;
    setText(this.#reception, '');
    setText(this.#quarantine, '');
    setText(this.#spoken, '');
    this.markStale(false);
    this.#overlay.forget();
    this.#toolbar.update({
      modality: null,
      window: null,
      origin: null,
      inverted: false,
      tool: 'window',
      cine: null,
    });
    this.#scrubber.update(0, []);
    this.renderer.canvas.setAttribute('aria-label', 'Image');
  }

  /** Whether what is displayed may miss what arrived since. */
  markStale(isStale: boolean): void {
    setText(this.#stale, isStale ? STALE : '');
  }

  showValue(text: string, bubbleAt: { x: number; y: number } | null): void {
    this.#overlay.showValue(text, bubbleAt);
  }

  /** The study as a whole: series, reception, warnings. */
  drawStudy(session: Session): void {
    const { study, series } = session.manifest;
    this.strip.update(series, session.seriesUid);
    this.#drawReception(study);
    const differ = identitiesDiffer(series);
    if (differ && this.#alert.hidden) {
      const advice = el('span', {}, `\u00a0: ${IDENTITY_ADVICE}`);
      this.#alert.replaceChildren(
        icon('warning'),
        el('p', {}, el('strong', {}, DIFFERENT_IDENTITIES), advice),
      );
    }
    this.#alert.hidden = !differ;
  }

  /** The thumbnail of the series of an image, if it is the one in its middle. */
  drawThumbnail(session: Session, slot: Slot, pixels: Pixels | null): void {
    const { seriesUid, instance } = slot;
    const stack = session.stacks.get(seriesUid) ?? [];
    if (pixels === null || stack[middleOf(stack.length)]?.key !== slot.key) return;
    const place = session.places.get(seriesUid) ?? onSeries(session, seriesUid).places.get(seriesUid);
    this.strip.drawThumbnail(
      seriesUid,
      { pixels, instance },
      { window: place?.origin ?? null, inverted: false },
    );
  }

  /** The image and all that is written about it. */
  draw(scene: Scene): void {
    const { session, shown } = scene;
    const place = activePlace(session);
    const index = indexOf(session);
    this.#scrubber.update(index, scene.received);
    this.#toolbar.update({
      modality: activeSeries(session)?.modality ?? null,
      window: shown?.picture.pixels.kind === 'grey' ? (place?.window ?? null) : null,
      origin: place?.origin ?? null,
      inverted: place?.inverted ?? false,
      tool: scene.tool,
      cine: scene.cine,
    });
    const isPreview = shown?.picture.pixels.kind === 'preview';
    const isAwaited = isPreview || shown?.slot.key !== place?.slotKey;
    // A loop that plays waits for its frames by itself.
    this.#pending.hidden = !isAwaited || scene.cine?.isPlaying === true;
    this.#pending.classList.toggle('v-preview', isPreview);
    setText(this.#pending, isPreview ? PREVIEW : `Image ${index + 1} en cours de chargement`);
    if (shown === null || place === null) {
      this.renderer.clear();
      this.#overlay.hide();
      return;
    }
    this.#message.hide();
    this.renderer.paint(shown.picture, place, place.view);
    this.#writeOver(scene, shown);
  }

  #writeOver({ session, hasHoles, cine }: Scene, { slot, picture }: Shown): void {
    const place = activePlace(session);
    const series = activeSeries(session);
    if (place === null || series === null) return;
    const stack = activeStack(session);
    const index = stack.findIndex((one) => one.key === slot.key);
    const { rows, columns, pixelSpacing } = slot.instance;
    const scale = scaleOf(displaySize(rows, columns, pixelSpacing), this.renderer.pane, place.view);
    const { kind } = picture.pixels;
    const window = kind === 'grey' ? place.window : null;
    const { study } = session.manifest;
    const { zoom } = place.view;
    const { inverted } = place;
    this.#overlay.show({
      study,
      series,
      slot,
      index,
      count: stack.length,
      window,
      isPreview: kind === 'preview',
      rate: cine?.rate ?? null,
      inverted,
      zoom,
      scale,
      hasHoles,
    });
    this.#speak(`${series.modality} ${series.description}, image ${index + 1} sur ${stack.length}`);
  }

  /** The label of the image at once, and its announcement once the scroll has stopped. */
  #speak(text: string): void {
    const { canvas } = this.renderer;
    if (canvas.getAttribute('aria-label') === text) return;
    canvas.setAttribute('aria-label', text);
    if (this.#speaking !== null) clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => setText(this.#spoken, text), ANNOUNCE_MS);
  }

  #drawReception(study: StudySummary): void {
    this.#reception.dataset['arrival'] = study.arrival;
    setText(this.#reception, receptionText(study));
    setText(this.#quarantine, quarantineText(study.quarantinedCount) ?? '');
  }

  #bar(): HTMLElement {
    const { tools, windows, acts } = this.#toolbar;
    const menus = menuBar(
      this.root,
      [
        { panel: this.strip.element, icon: 'series', name: 'Série', className: 'v-menu-series' },
        {
          panel: windows,
          icon: 'sliders',
          name: 'Fenêtre',
          wideName: 'Préréglages',
          className: 'v-menu-windows',
        },
        { panel: tools, icon: 'pan', name: 'Outils', className: 'v-menu-tools' },
        { panel: acts, icon: 'more', name: 'Plus', className: 'v-menu-acts' },
      ],
      this.#listening.signal,
    );
    return el(
      'div',
      { class: 'v-bar', role: 'group', 'aria-label': 'Commandes' },
      menus,
      tools,
      windows,
      acts,
    );
  }

  #main(): HTMLElement {
    const stage = el(
      'div',
      { class: 'v-stage' },
      this.pane,
      this.#scrubber.element,
      this.#message.element,
      this.#pending,
    );
    return el('div', { class: 'v-main' }, this.strip.element, stage);
  }

  #foot(): HTMLElement {
    const notice = el(
      'button',
      { type: 'button', class: 'v-notice', title: 'Lire l’avertissement en entier' },
      NOTICE_SHORT,
    );
    notice.addEventListener('click', () => this.help.showModal());
    return el('footer', { class: 'v-foot' }, this.#reception, this.#quarantine, this.#stale, notice);
  }
}
