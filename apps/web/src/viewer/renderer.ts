import type { ManifestInstance } from '@liaison/imaging/contract';
import { drawGrey, windowFromSamples } from './lut.ts';
import type { ImageWindow } from './lut.ts';
import type { Pixels, Preview } from './pixels.ts';
import { displaySize, scaleOf } from './viewport.ts';
import type { Size, View } from './viewport.ts';

/** A decoded frame with the instance that tells how to read it. */
export type Picture = { readonly pixels: Pixels | Preview; readonly instance: ManifestInstance };

export type Look = { readonly window: ImageWindow | null; readonly inverted: boolean };

/** Draws a picture at its native size, each pixel through the look-up table of its own instance. */
export class Bitmap {
  readonly canvas = document.createElement('canvas');
  #drawn: { picture: Picture; look: Look } | null = null;

  draw(picture: Picture, look: Look): void {
    const { rows, columns } = picture.instance;
    const drawn = this.#drawn;
    if (
      drawn?.picture.pixels === picture.pixels &&
      drawn.look.window === look.window &&
      drawn.look.inverted === look.inverted
    ) {
      return;
    }
    if (this.canvas.width !== columns || this.canvas.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
    }
    const context = this.canvas.getContext('2d');
    const { pixels } = picture;
    if (pixels.kind === 'preview') context?.drawImage(pixels.bitmap, 0, 0, columns, rows);
    else context?.putImageData(imageData(pixels, picture.instance, look), 0, 0);
    this.#drawn = { picture, look };
  }
}

function imageData(pixels: Pixels, instance: ManifestInstance, look: Look): ImageData {
  const { rows, columns } = instance;
  if (pixels.kind === 'colour') return new ImageData(pixels.rgba, columns, rows);
  const image = new ImageData(columns, rows);
  const window = look.window ?? windowFromSamples(pixels.samples, instance);
  drawGrey(pixels.samples, instance, window, look.inverted, new Uint32Array(image.data.buffer));
  return image;
}

/** The pane of the displayed image: a canvas that fills its box, at the density of the screen. */
export class Renderer {
  readonly canvas: HTMLCanvasElement;
  readonly #bitmap = new Bitmap();

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  /** Size of the pane in CSS pixels. */
  get pane(): Size {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  paint(picture: Picture, look: Look, view: View): void {
    const context = this.#cleared();
    if (context === null) return;
    this.#bitmap.draw(picture, look);
    const { rows, columns, pixelSpacing } = picture.instance;
    const size = displaySize(rows, columns, pixelSpacing);
    const { pane } = this;
    const scale = scaleOf(size, pane, view);
    const width = size.width * scale;
    const height = size.height * scale;
    const left = pane.width / 2 + view.x * scale - width / 2;
    const top = pane.height / 2 + view.y * scale - height / 2;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#bitmap.canvas, left, top, width, height);
  }

  clear(): void {
    this.#cleared();
  }

  #cleared(): CanvasRenderingContext2D | null {
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) return null;
    const density = devicePixelRatio || 1;
    const width = Math.round(this.pane.width * density);
    const height = Math.round(this.pane.height * density);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.setTransform(density, 0, 0, density, 0, 0);
    return context;
  }
}
