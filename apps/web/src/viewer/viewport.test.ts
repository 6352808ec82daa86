import { describe, expect, it } from 'vitest';
import { displaySize, FITTED, panned, pixelAt, scaleBar, scaleOf, zoomed } from './viewport.ts';

const pane = { width: 800, height: 600 };
const square = { width: 512, height: 512 };

describe('the size of an image', () => {
  it('follows its spacing when pixels are not square', () => {
    expect(displaySize(100, 200, null)).toEqual({ width: 200, height: 100 });
    expect(displaySize(100, 200, [0.8, 0.4])).toEqual({ width: 200, height: 200 });
    expect(displaySize(100, 200, [0, 0])).toEqual({ width: 200, height: 100 });
  });

  it('fits the pane at zoom 1', () => {
    expect(scaleOf(square, pane, FITTED)).toBeCloseTo(600 / 512, 10);
  });
});

describe('zoom and pan', () => {
  const image = { rows: 512, columns: 512, size: square };

  it('keep the pixel under the pointer', () => {
    const point = { x: 300, y: 200 };
    const view = zoomed(FITTED, 2.5, point, square, pane);
    expect(pixelAt(point, image, pane, view)).toEqual(pixelAt(point, image, pane, FITTED));
    expect(view.zoom).toBe(2.5);
  });

  it('move the image as far as the hand, at any zoom', () => {
    const view = panned({ zoom: 3, x: 0, y: 0 }, { x: 30, y: -12 }, square, pane);
    const scale = scaleOf(square, pane, view);
    expect(view.x * scale).toBeCloseTo(30, 10);
    expect(view.y * scale).toBeCloseTo(-12, 10);
  });

  it('never lose the image', () => {
    expect(panned(FITTED, { x: 9e9, y: 0 }, square, pane).x).toBe(256);
    expect(zoomed(FITTED, 1e9, { x: 0, y: 0 }, square, pane).zoom).toBe(32);
  });

  it('find the pixel under a point, and none outside the image', () => {
    expect(pixelAt({ x: 400, y: 300 }, image, pane, FITTED)).toEqual({ column: 256, row: 256 });
    expect(pixelAt({ x: 100.5, y: 0.5 }, image, pane, FITTED)).toEqual({ column: 0, row: 0 });
    expect(pixelAt({ x: 50, y: 300 }, image, pane, FITTED)).toBeNull();
  });
});

it('draws the longest round scale bar that has room', () => {
  expect(scaleBar(2, 140)).toEqual({ mm: 50, width: 100 });
  expect(scaleBar(0.5, 140)).toEqual({ mm: 200, width: 100 });
  expect(scaleBar(1000, 140)).toBeNull();
});
