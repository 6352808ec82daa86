import { listenToGestures } from './gestures.ts';
import { keyAct } from './keyboard.ts';
import type { KeyAct } from './keyboard.ts';
import { presetsFor } from './presets.ts';
import { activeSeries, activeStack, neighbourSeries } from './stack.ts';
import type { Viewer } from './viewer.ts';
import { FITTED } from './viewport.ts';

/** Parts of the window's width for one pixel of a drag, and for one press of a key. */
const WINDOW_PER_PIXEL = 1 / 250;
const WINDOW_PER_KEY = 1 / 20;

/** A stack scrolls over the whole height of the pane, within what a hand can do. */
const SLICE_PIXELS = { least: 5, most: 24 };

/** Wires hands to a viewer: pointers on its pane, keys from an element around it. Gives back what unwires them. */
export function wireControls(keysFrom: HTMLElement, viewer: Viewer): () => void {
  const { pane } = viewer.screen;
  const stopGestures = listenToGestures(pane, {
    toolFor: (kind) => viewer.tools.of(kind),
    onKind: (kind) => {
      if (viewer.tools.note(kind)) viewer.redraw();
    },
    pixelsPerSlice: () => {
      const count = viewer.session === null ? 1 : activeStack(viewer.session).length;
      return Math.min(
        SLICE_PIXELS.most,
        Math.max(SLICE_PIXELS.least, pane.clientHeight / Math.max(1, count)),
      );
    },
    onScroll: (slices) => viewer.scroll(slices),
    onWindow: (by) => viewer.shiftWindow({ width: by.x * WINDOW_PER_PIXEL, center: by.y * WINDOW_PER_PIXEL }),
    onPan: (by) => viewer.pan(by),
    onZoom: (factor, around) => viewer.zoom(factor, around),
    onFit: () => viewer.change({ view: FITTED }),
    onProbe: (point, kind) => viewer.probe(point, kind),
  });
  const onKey = (event: KeyboardEvent): void => {
    const isTyping =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog') !== null;
    const act = isTyping || event.defaultPrevented ? null : keyAct(event);
    if (act === null || viewer.session === null) return;
    event.preventDefault();
    perform(act, viewer);
  };
  keysFrom.addEventListener('keydown', onKey);
  const resizing = new ResizeObserver(() => viewer.redraw());
  resizing.observe(pane);
  return () => {
    stopGestures();
    resizing.disconnect();
    keysFrom.removeEventListener('keydown', onKey);
  };
}

function perform(act: KeyAct, viewer: Viewer): void {
  const { session } = viewer;
  if (session === null) return;
  switch (act.act) {
    case 'scroll':
      return viewer.scroll(act.slices);
    case 'first':
      return viewer.showIndex(0);
    case 'last':
      return viewer.showIndex(activeStack(session).length - 1);
    case 'series': {
      const seriesUid = neighbourSeries(session, act.step);
      return seriesUid === null ? undefined : viewer.showSeries(seriesUid);
    }
    case 'preset': {
      const preset = presetsFor(activeSeries(session)?.modality ?? '').find((one) => one.key === act.key);
      return preset === undefined ? undefined : viewer.change({ window: preset.window });
    }
    case 'window':
      return viewer.shiftWindow({ width: act.width * WINDOW_PER_KEY, center: act.center * WINDOW_PER_KEY });
    case 'origin':
      return viewer.originWindow();
    case 'invert':
      return viewer.invert();
    case 'fit':
      return viewer.change({ view: FITTED });
    case 'reset':
      return viewer.reset();
    case 'pan':
      return viewer.pan(act);
    case 'zoom':
      return viewer.zoom(act.factor, null);
    case 'play':
      return viewer.togglePlay();
    case 'help':
      return viewer.screen.help.showModal();
  }
}
