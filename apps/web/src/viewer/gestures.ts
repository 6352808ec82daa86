import type { Point } from './viewport.ts';

/** What a drag does: with the left button of a mouse, or one finger. */
export type Tool = 'scroll' | 'window' | 'pan' | 'zoom';
export type PointerKind = 'mouse' | 'touch';

/** What the reader asks with his hands; points and distances in CSS pixels of the pane. */
export type Gestures = {
  readonly toolFor: (kind: PointerKind) => Tool;
  readonly onKind: (kind: PointerKind) => void;
  /** Pixels of a drag that make one slice. */
  readonly pixelsPerSlice: () => number;
  readonly onScroll: (slices: number) => void;
  readonly onWindow: (by: Point) => void;
  readonly onPan: (by: Point) => void;
  readonly onZoom: (factor: number, at: Point) => void;
  readonly onFit: () => void;
  /** The point whose value is wanted, or null when it is no longer. */
  readonly onProbe: (at: Point | null, kind: PointerKind) => void;
};

const LONG_PRESS_MS = 450;
const DOUBLE_MS = 320;
const STILL = 8;
const NOTCH = 40;
const BUTTON_TOOLS: readonly (Tool | null)[] = [null, 'pan', 'zoom'];

type Touching = { at: Point; readonly from: Point; readonly tool: Tool; moved: boolean };

/** Listens to pointers and wheel on the pane; gives back what stops it. */
export function listenToGestures(pane: HTMLElement, gestures: Gestures): () => void {
  const pointers = new Map<number, Touching>();
  let wheelLeft = 0;
  let dragLeft = 0;
  let probing = false;
  let press: ReturnType<typeof setTimeout> | null = null;
  let lastTap: { time: number; at: Point } | null = null;

  const pointOf = (event: MouseEvent): Point => {
    const box = pane.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const endPress = (): void => {
    if (press !== null) clearTimeout(press);
    press = null;
  };

  const onDown = (event: PointerEvent): void => {
    const kind = kindOf(event);
    gestures.onKind(kind);
    const at = pointOf(event);
    const tool = (kind === 'mouse' ? BUTTON_TOOLS[event.button] : null) ?? gestures.toolFor(kind);
    pane.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { at, from: at, tool, moved: false });
    dragLeft = 0;
    endPress();
    gestures.onProbe(null, kind);
    if (kind === 'touch' && pointers.size === 1) {
      press = setTimeout(() => {
        probing = true;
        gestures.onProbe(at, kind);
      }, LONG_PRESS_MS);
    }
  };

  const drag = (tool: Tool, by: Point, from: Point): void => {
    if (tool === 'window') gestures.onWindow(by);
    else if (tool === 'pan') gestures.onPan(by);
    else if (tool === 'zoom') gestures.onZoom(Math.exp(-by.y / 150), from);
    else {
      dragLeft += by.y / gestures.pixelsPerSlice();
      const slices = Math.trunc(dragLeft);
      dragLeft -= slices;
      if (slices !== 0) gestures.onScroll(slices);
    }
  };

  const pinch = (moving: Touching, to: Point): void => {
    const other = [...pointers.values()].find((one) => one !== moving);
    if (other === undefined) return;
    const before = distance(moving.at, other.at);
    const after = distance(to, other.at);
    const middle = { x: (to.x + other.at.x) / 2, y: (to.y + other.at.y) / 2 };
    gestures.onPan({ x: (to.x - moving.at.x) / 2, y: (to.y - moving.at.y) / 2 });
    if (before > 0 && after > 0) gestures.onZoom(after / before, middle);
  };

  const onMove = (event: PointerEvent): void => {
    const to = pointOf(event);
    const pointer = pointers.get(event.pointerId);
    if (pointer === undefined) {
      if (kindOf(event) === 'mouse') gestures.onProbe(to, 'mouse');
      return;
    }
    if (!pointer.moved && distance(pointer.from, to) < (kindOf(event) === 'touch' ? STILL : 3)) return;
    if (!pointer.moved) endPress();
    pointer.moved = true;
    if (probing) gestures.onProbe(to, 'touch');
    else if (pointers.size > 1) pinch(pointer, to);
    else drag(pointer.tool, { x: to.x - pointer.at.x, y: to.y - pointer.at.y }, pointer.from);
    pointer.at = to;
  };

  const noteTap = (event: PointerEvent, at: Point): void => {
    const isSecond =
      lastTap !== null && event.timeStamp - lastTap.time < DOUBLE_MS && distance(lastTap.at, at) < 3 * STILL;
    lastTap = isSecond ? null : { time: event.timeStamp, at };
    if (isSecond) gestures.onFit();
  };

  const onUp = (event: PointerEvent): void => {
    const pointer = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    endPress();
    const isTap = event.type === 'pointerup' && pointer?.moved === false && !probing && event.button === 0;
    if (isTap && pointers.size === 0) noteTap(event, pointer.from);
    if (probing || event.type === 'pointercancel') gestures.onProbe(null, 'touch');
    probing = false;
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    // A pinch on a touchpad comes as a wheel with the control key.
    if (event.ctrlKey) return gestures.onZoom(Math.exp(-event.deltaY / 150), pointOf(event));
    const isNotch = event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL || Math.abs(event.deltaY) >= NOTCH;
    wheelLeft = isNotch ? Math.sign(event.deltaY) : wheelLeft + event.deltaY / NOTCH;
    const slices = Math.trunc(wheelLeft);
    wheelLeft -= slices;
    if (slices !== 0) gestures.onScroll(slices);
  };

  const listening = new AbortController();
  const { signal } = listening;
  pane.addEventListener('pointerdown', onDown, { signal });
  pane.addEventListener('pointermove', onMove, { signal });
  pane.addEventListener('pointerup', onUp, { signal });
  pane.addEventListener('pointercancel', onUp, { signal });
  pane.addEventListener('pointerleave', () => pointers.size === 0 && gestures.onProbe(null, 'mouse'), {
    signal,
  });
  pane.addEventListener('wheel', onWheel, { signal, passive: false });
  // Else the middle button would start the browser's own scrolling.
  pane.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  pane.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  return () => {
    endPress();
    listening.abort();
  };
}

function kindOf(event: PointerEvent): PointerKind {
  return event.pointerType === 'touch' ? 'touch' : 'mouse';
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
