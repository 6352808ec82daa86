import type { Manifest, ManifestSeries } from '@liaison/imaging/contract';
import { el, setText } from './dom.ts';
import { Bitmap } from './renderer.ts';
import type { Look, Picture } from './renderer.ts';
import { fetchFrame } from './frame-source.ts';
import { canBeShown, middleSlot } from './stack.ts';
import { displaySize } from './viewport.ts';
import { imagesCount } from './words.ts';

const THUMBNAIL = 144;

type Item = {
  readonly element: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly canvas: HTMLCanvasElement;
  readonly title: HTMLElement;
  readonly detail: HTMLElement;
  readonly reason: HTMLElement;
  /** Whether its thumbnail was asked of the server, and whether it was drawn from the image itself. */
  isAsked: boolean;
  isDrawn: boolean;
};

/** The list of series: what there is, how much arrived, and why some cannot be shown. */
export class SeriesStrip {
  readonly element: HTMLElement;
  readonly #list = el('ul', { class: 'v-series' });
  readonly #items = new Map<string, Item>();
  readonly #closed = new AbortController();
  readonly #onPick: (seriesUid: string) => void;

  constructor(id: string, onPick: (seriesUid: string) => void) {
    this.#onPick = onPick;
    this.element = el('nav', { class: 'v-strip v-panel', id, 'aria-label': 'Séries' }, this.#list);
  }

  close(): void {
    this.#closed.abort();
  }

  update(series: Manifest['series'], activeUid: string | null): void {
    let before: HTMLLIElement | null = null;
    for (const one of series) {
      const { element } = this.#updateItem(one, one.SeriesInstanceUID === activeUid);
      // Only a new node is placed: moving one that is there already would take the focus from it.
      if (element.parentNode === null)
        this.#list.insertBefore(element, before === null ? this.#list.firstChild : before.nextSibling);
      before = element;
    }
    const uids = new Set(series.map((one) => one.SeriesInstanceUID));
    for (const [uid, item] of this.#items) {
      if (uids.has(uid)) continue;
      item.element.remove();
      this.#items.delete(uid);
    }
  }

  /** Draws the thumbnail of a series from one of its pictures. */
  drawThumbnail(seriesUid: string, picture: Picture, look: Look): void {
    const item = this.#items.get(seriesUid);
    const context = item?.canvas.getContext('2d');
    if (item === undefined || context === null || context === undefined) return;
    const bitmap = new Bitmap();
    bitmap.draw(picture, look);
    item.isDrawn = true;
    const { rows, columns, pixelSpacing } = picture.instance;
    const size = displaySize(rows, columns, pixelSpacing);
    const scale = THUMBNAIL / Math.max(size.width, size.height);
    const width = size.width * scale;
    const height = size.height * scale;
    context.clearRect(0, 0, THUMBNAIL, THUMBNAIL);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap.canvas, (THUMBNAIL - width) / 2, (THUMBNAIL - height) / 2, width, height);
  }

  #updateItem(series: ManifestSeries, isActive: boolean): Item {
    const item = this.#items.get(series.SeriesInstanceUID) ?? this.#newItem(series.SeriesInstanceUID);
    const isShown = canBeShown(series);
    const count = series.instances.reduce((sum, instance) => sum + Math.max(1, instance.frames), 0);
    setText(item.title, titleOf(series));
    setText(item.detail, `${series.modality} · ${imagesCount(count)}`);
    setText(item.reason, isShown ? '' : (series.notShownBecause ?? 'Aucune image reçue'));
    item.button.title = titleOf(series);
    item.button.setAttribute('aria-current', String(isActive));
    item.button.setAttribute('aria-disabled', String(!isShown));
    if (isShown) void this.#drawReady(item, series);
    return item;
  }

  /** Draws the thumbnail that the server has, until one is drawn from the image itself. */
  async #drawReady(item: Item, series: ManifestSeries): Promise<void> {
    const middle = middleSlot(series);
    if (item.isAsked || item.isDrawn || middle === null) return;
    item.isAsked = true;
    try {
      const response = await fetchFrame(middle, '/thumbnail', 'image/jpeg', this.#closed.signal);
      const bitmap = await createImageBitmap(await response.blob());
      const context = item.canvas.getContext('2d');
      if (item.isDrawn || context === null) return;
      const scale = THUMBNAIL / Math.max(bitmap.width, bitmap.height);
      const [width, height] = [bitmap.width * scale, bitmap.height * scale];
      context.drawImage(bitmap, (THUMBNAIL - width) / 2, (THUMBNAIL - height) / 2, width, height);
    } catch {
      // Pixels will draw it.
    }
  }

  #newItem(seriesUid: string): Item {
    const canvas = el('canvas', {
      class: 'v-thumbnail',
      width: String(THUMBNAIL),
      height: String(THUMBNAIL),
      'aria-hidden': 'true',
    });
    const title = el('span', { class: 'v-series-title' });
    const detail = el('span', { class: 'v-series-detail' });
    const reason = el('span', { class: 'v-series-reason' });
    const button = el(
      'button',
      { type: 'button', class: 'v-series-button' },
      canvas,
      el('span', { class: 'v-series-text' }, title, detail, reason),
    );
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') this.#onPick(seriesUid);
    });
    const item: Item = {
      element: el('li', {}, button),
      button,
      canvas,
      title,
      detail,
      reason,
      isAsked: false,
      isDrawn: false,
    };
    this.#items.set(seriesUid, item);
    return item;
  }
}

function titleOf(series: ManifestSeries): string {
  if (series.description !== '') return series.description;
  return series.seriesNumber === null ? 'Série sans nom' : `Série ${series.seriesNumber}`;
}
