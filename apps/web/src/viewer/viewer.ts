import { LoopPlayer } from './cine.ts';
import { deviceBudget } from './frame-cache.ts';
import { failureText, mayRetry } from './frame-source.ts';
import { Frames } from './frames.ts';
import { hasHoles } from './geometry.ts';
import type { PointerKind, Tool } from './gestures.ts';
import { windowFromSamples } from './lut.ts';
import type { ManifestAnswer, Refusal } from './manifest-client.ts';
import { PointerTools } from './pointer-tools.ts';
import { PreviewLoader } from './preview.ts';
import { valueText } from './probe.ts';
import { Screen } from './screen.ts';
import type { Shown } from './screen.ts';
import { activePlace, activeSeries, activeStack, at, changed, grown, indexOf } from './stack.ts';
import { onSeries, opened, wantedSlot } from './stack.ts';
import type { Place, Session, Slot } from './stack.ts';
import { StudyFeed } from './study-feed.ts';
import { viewerState } from './viewer-state.ts';
import type { ViewerState } from './viewer-state.ts';
import { displaySize, FITTED, panned, zoomed } from './viewport.ts';
import type { Point, Size, View } from './viewport.ts';
import { emptyText, REFUSALS, UNREACHABLE } from './words.ts';

/** On the page's time line, when an image of 16 bits per sample has been drawn: what a measure of opening looks for. */
const FIRST_IMAGE = 'liaison:first-image';

function markOnce(name: string): void {
  if (performance.getEntriesByName(name).length === 0) performance.mark(name);
}

/** One study on one screen: what is known of it, what is displayed, what is fetched next. */
export class Viewer {
  readonly screen: Screen;
  readonly #feed: StudyFeed;
  readonly #frames: Frames;
  readonly #preview = new PreviewLoader((slot, bitmap) => this.#showPreview(slot, bitmap));
  readonly #player = new LoopPlayer({
    session: () => this.#session,
    isLoaded: (key) => this.#frames.has(key),
    show: (index) => this.#session !== null && this.#become(at(this.#session, index)),
  });
  readonly #onState: (state: ViewerState) => void;
  readonly tools: PointerTools;
  #session: Session | null = null;
  #shown: Shown | null = null;
  #phase: ViewerState['phase'] = 'loading';
  #direction: 1 | -1 = 1;
  #holes: ReadonlySet<string> = new Set();
  #probed: { point: Point; kind: PointerKind } | null = null;
  #drawing = 0;

  constructor(host: HTMLElement, studyId: string, onState: (state: ViewerState) => void) {
    this.#onState = onState;
    this.#feed = new StudyFeed(studyId, (answer) => this.#accept(answer));
    void this.#feed.update();
    const isCoarse = matchMedia('(pointer: coarse)').matches;
    this.tools = new PointerTools(isCoarse ? 'touch' : 'mouse');
    this.#frames = new Frames(deviceBudget(isCoarse), {
      onLoaded: (slot) => this.#noteLoaded(slot),
      onFailed: () => this.redraw(),
      onRefused: (refusal) => this.#refuse(refusal),
    });
    this.screen = new Screen(host, {
      onSeries: (seriesUid) => this.showSeries(seriesUid),
      onIndex: (index) => this.showIndex(index),
      onTool: (tool) => this.chooseTool(tool),
      onWindow: (window) => this.change({ window }),
      onOrigin: () => this.originWindow(),
      onInvert: () => this.invert(),
      onFit: () => this.change({ view: FITTED }),
      onReset: () => this.reset(),
      onPlay: () => this.togglePlay(),
    });
    this.screen.say({ title: 'Chargement des images…' });
  }

  get session(): Session | null {
    return this.#session;
  }

  /** Fetches what changed on the server. */
  update(): Promise<void> {
    return this.#feed.update();
  }

  destroy(): void {
    this.#feed.stop();
    this.#player.pause();
    this.#preview.await(null);
    this.#frames.close();
    cancelAnimationFrame(this.#drawing);
    this.screen.remove();
  }

  showSeries(seriesUid: string): void {
    if (this.#session === null) return;
    this.#player.pause();
    const session = onSeries(this.#session, seriesUid);
    this.screen.drawStudy(session);
    this.#become(session);
  }

  showIndex(index: number): void {
    if (this.#session === null) return;
    this.#player.pause();
    this.#direction = index < indexOf(this.#session) ? -1 : 1;
    this.#become(at(this.#session, index));
  }

  scroll(slices: number): void {
    if (this.#session !== null) this.showIndex(indexOf(this.#session) + slices);
  }

  /** Changes window, inversion or view of the active series. */
  change(change: Partial<Place>): void {
    if (this.#session !== null) this.#become(changed(this.#session, change));
  }

  originWindow(): void {
    const place = this.#place();
    if (place !== null) this.change({ window: place.origin });
  }

  invert(): void {
    if (this.#isGrey()) this.change({ inverted: this.#place()?.inverted !== true });
  }

  reset(): void {
    const place = this.#place();
    if (place !== null) this.change({ window: place.origin, inverted: false, view: FITTED });
  }

  /** Plays the loop of the displayed instance, if it has several frames, or stops it. */
  togglePlay(): void {
    this.#player.toggle();
    if (this.#session !== null) this.#become(this.#session);
  }

  chooseTool(tool: Tool): void {
    this.tools.choose(tool);
    this.redraw();
  }

  pan(by: Point): void {
    this.#changeView((view, image, pane) => panned(view, by, image, pane));
  }

  /** Zooms around a point of the pane, or its centre. */
  zoom(factor: number, around: Point | null): void {
    this.#changeView((view, image, pane) =>
      zoomed(view, factor, around ?? { x: pane.width / 2, y: pane.height / 2 }, image, pane),
    );
  }

  /** Changes the window by parts of its own width, so that a narrow one is set finely. */
  shiftWindow(parts: { width: number; center: number }): void {
    const window = this.#place()?.window ?? null;
    if (window === null || !this.#isGrey()) return;
    const unit = Math.max(20, window.width);
    const width = Math.max(1, window.width + parts.width * unit);
    this.change({ window: { width, center: window.center + parts.center * unit } });
  }

  /** Shows the value under a point of the pane, until it is called with null; the value follows image and view. */
  probe(point: Point | null, kind: PointerKind): void {
    this.#probed = point === null ? null : { point, kind };
    this.#writeValue();
  }

  redraw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #accept(answer: ManifestAnswer): void {
    if (answer.kind === 'refused') return this.#refuse(answer.refusal);
    this.screen.markStale(answer.kind === 'unreachable' && this.#session !== null);
    if (answer.kind === 'unreachable' && this.#session === null) {
      this.#phase = 'unreachable';
      this.screen.say({ ...UNREACHABLE, act: { name: 'Réessayer', call: () => void this.update() } });
    }
    if (answer.kind !== 'changed') return this.#tell();
    const { manifest } = answer;
    const session = this.#session === null ? opened(manifest) : grown(this.#session, manifest);
    const isSettled = manifest.study.arrival !== 'receiving';
    const holed = manifest.series.filter((series) => isSettled && hasHoles(series.instances));
    this.#holes = new Set(holed.map((series) => series.SeriesInstanceUID));
    this.#phase = session.seriesUid === null ? 'empty' : 'ready';
    this.screen.drawStudy(session);
    if (session.seriesUid === null) this.screen.say(emptyText(manifest.study));
    this.#become(session);
  }

  /** The right to see may end while images are displayed: nothing of them stays. */
  #refuse(refusal: Refusal): void {
    this.#phase = 'refused';
    this.#player.pause();
    this.#preview.await(null);
    this.#session = null;
    this.#shown = null;
    this.#feed.forget();
    this.#frames.forget();
    cancelAnimationFrame(this.#drawing);
    this.screen.forget();
    const back = `/connexion?retour=${encodeURIComponent(location.pathname)}`;
    const signIn = refusal === 'signed-out' && { act: { name: 'Se connecter', href: back } };
    this.screen.say({ ...REFUSALS[refusal], ...signIn });
    this.#tell();
  }

  #become(session: Session): void {
    // Never an image of one series under the name of another.
    if (session.seriesUid !== this.#session?.seriesUid) this.#shown = null;
    this.#session = session;
    this.#showIfLoaded();
    this.#frames.follow(session, this.#direction, this.#player.playing);
    this.#preview.await(this.#isImageShown() ? null : wantedSlot(session));
    this.#tell();
    this.redraw();
  }

  /** Whether an image of the series is drawn, be it not the wanted one yet. */
  #isImageShown(): boolean {
    return this.#shown !== null && this.#shown.picture.pixels.kind !== 'preview';
  }

  #showPreview(slot: Slot, bitmap: ImageBitmap): void {
    if (this.#session === null || this.#isImageShown() || wantedSlot(this.#session)?.key !== slot.key) return;
    this.#shown = { slot, picture: { pixels: { kind: 'preview', bitmap }, instance: slot.instance } };
    this.redraw();
  }

  #noteLoaded(slot: Slot): void {
    if (this.#session === null) return;
    this.screen.drawThumbnail(this.#session, slot, this.#frames.get(slot.key));
    if (wantedSlot(this.#session)?.key === slot.key) this.#showIfLoaded();
    this.redraw();
  }

  #showIfLoaded(): void {
    const slot = this.#session === null ? null : wantedSlot(this.#session);
    const pixels = slot === null ? null : this.#frames.get(slot.key);
    if (this.#session === null || slot === null || pixels === null) return;
    this.#shown = { slot, picture: { pixels, instance: slot.instance } };
    this.#preview.await(null);
    if (pixels.kind !== 'grey' || this.#place()?.window !== null) return;
    const window = windowFromSamples(pixels.samples, slot.instance);
    this.#session = changed(this.#session, { window, origin: window });
  }

  #draw(): void {
    const session = this.#session;
    if (session === null || session.seriesUid === null) return;
    const failure = this.#frames.failure(wantedSlot(session)?.key ?? '');
    if (failure !== undefined) this.#shown = null;
    this.screen.draw({
      session,
      shown: this.#shown,
      received: activeStack(session).map((slot) => this.#frames.has(slot.key)),
      hasHoles: this.#holes.has(session.seriesUid),
      tool: this.tools.current,
      cine: this.#player.state,
    });
    if (this.#isDeep()) markOnce(FIRST_IMAGE);
    this.#writeValue();
    if (failure !== undefined) this.#sayFailure(indexOf(session), failure);
    else if (this.#shown === null) this.screen.say({ title: 'Chargement des images…' });
  }

  #writeValue(): void {
    const place = this.#place();
    const series = this.#session === null ? null : activeSeries(this.#session);
    const shown = this.#shown;
    if (this.#probed === null || place === null || series === null || shown === null) {
      return this.screen.showValue('', null);
    }
    const { point, kind } = this.#probed;
    const text = valueText(shown.picture, series.modality, point, this.screen.renderer.pane, place.view);
    this.screen.showValue(text, kind === 'touch' ? point : null);
  }

  #sayFailure(index: number, failure: unknown): void {
    const retry = { act: { name: 'Réessayer', call: () => this.#retry() } };
    this.screen.say({
      title: `Image ${index + 1} indisponible`,
      advice: `Motif\u00a0: ${failureText(failure)}.`,
      ...(mayRetry(failure) && retry),
    });
  }

  #retry(): void {
    this.#frames.retry();
    this.redraw();
  }

  #changeView(change: (view: View, image: Size, pane: Size) => View): void {
    const place = this.#place();
    if (place === null || this.#shown === null) return;
    const { rows, columns, pixelSpacing } = this.#shown.slot.instance;
    this.change({
      view: change(place.view, displaySize(rows, columns, pixelSpacing), this.screen.renderer.pane),
    });
  }

  #isGrey(): boolean {
    return this.#shown?.picture.pixels.kind === 'grey';
  }

  /** Whether what is drawn has more levels than a screen. */
  #isDeep(): boolean {
    const pixels = this.#shown?.picture.pixels;
    return pixels?.kind === 'grey' && pixels.samples instanceof Uint16Array;
  }

  #place(): Place | null {
    return this.#session === null ? null : activePlace(this.#session);
  }

  #tell(): void {
    this.#onState(viewerState(this.#phase, this.#session));
  }
}
