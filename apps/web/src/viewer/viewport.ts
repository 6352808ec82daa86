/** Size in CSS pixels, or of an image in display units: one unit is the width of a column. */
export type Size = { readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/** `zoom` 1 fits the image in its pane; `x` and `y` shift its centre, in display units, so that a resize changes nothing. */
export type View = { readonly zoom: number; readonly x: number; readonly y: number };

export const FITTED: View = { zoom: 1, x: 0, y: 0 };

const ZOOM_LIMITS = { least: 0.25, most: 32 };

/** Size of an image in display units, which follows PixelSpacing (row spacing, column spacing) when pixels are not square. */
export function displaySize(
  rows: number,
  columns: number,
  pixelSpacing: readonly [number, number] | null,
): Size {
  if (pixelSpacing === null || !(pixelSpacing[0] > 0) || !(pixelSpacing[1] > 0))
    return { width: columns, height: rows };
  return { width: columns, height: (rows * pixelSpacing[0]) / pixelSpacing[1] };
}

/** CSS pixels per display unit. */
export function scaleOf(image: Size, pane: Size, view: View): number {
  return Math.min(pane.width / image.width, pane.height / image.height) * view.zoom;
}

/** Keeps the zoom within reason and a part of the image in sight. */
function bounded(view: View, image: Size): View {
  return {
    zoom: Math.min(ZOOM_LIMITS.most, Math.max(ZOOM_LIMITS.least, view.zoom)),
    x: Math.min(image.width / 2, Math.max(-image.width / 2, view.x)),
    y: Math.min(image.height / 2, Math.max(-image.height / 2, view.y)),
  };
}

/** The view moved by a distance in CSS pixels. */
export function panned(view: View, by: Point, image: Size, pane: Size): View {
  const scale = scaleOf(image, pane, view);
  return bounded({ ...view, x: view.x + by.x / scale, y: view.y + by.y / scale }, image);
}

/** The view zoomed around a point of the pane (CSS pixels from its top left corner), which stays where it is. */
export function zoomed(view: View, factor: number, at: Point, image: Size, pane: Size): View {
  const zoom = Math.min(ZOOM_LIMITS.most, Math.max(ZOOM_LIMITS.least, view.zoom * factor));
  const before = scaleOf(image, pane, view);
  const after = scaleOf(image, pane, { ...view, zoom });
  const from = { x: at.x - pane.width / 2, y: at.y - pane.height / 2 };
  return bounded(
    { zoom, x: view.x + from.x / after - from.x / before, y: view.y + from.y / after - from.y / before },
    image,
  );
}

/** Column and row, from 0, of the image pixel under a point of the pane; null outside the image. */
export function pixelAt(
  at: Point,
  image: { rows: number; columns: number; size: Size },
  pane: Size,
  view: View,
): { column: number; row: number } | null {
  const scale = scaleOf(image.size, pane, view);
  const x = (at.x - pane.width / 2) / scale - view.x + image.size.width / 2;
  const y = (at.y - pane.height / 2) / scale - view.y + image.size.height / 2;
  const column = Math.floor((x / image.size.width) * image.columns);
  const row = Math.floor((y / image.size.height) * image.rows);
  if (column < 0 || row < 0 || column >= image.columns || row >= image.rows) return null;
  return { column, row };
}

/** Longest round length that fits `room` CSS pixels, for a scale bar: mm and its width in CSS pixels; null if none does. */
export function scaleBar(pixelsPerMm: number, room: number): { mm: number; width: number } | null {
  const mm = [200, 100, 50, 20, 10, 5, 2, 1].find((length) => length * pixelsPerMm <= room);
  return mm === undefined ? null : { mm, width: mm * pixelsPerMm };
}
