import { DecodePool } from './decode-pool.ts';
import { FrameCache } from './frame-cache.ts';
import { fetchTables, NO_TABLES } from './image-tables.ts';
import type { FrameTables } from './image-tables.ts';
import { LinkMeter } from './link-meter.ts';
import { refusalOf } from './manifest-client.ts';
import type { Refusal } from './manifest-client.ts';
import { FrameDamaged, isPlain, needsTables, pixelsFromPlain, refusal, shapeOf } from './pixels.ts';
import type { Pixels } from './pixels.ts';
import type { Slot } from './stack.ts';

/** The server refused a frame. */
export class FrameRefused extends Error {
  readonly refusal: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.refusal = why;
  }
}

/** The instance is of a kind that this viewer does not draw. The message is French and may be shown. */
export class FrameNotDrawn extends Error {}

const AS_RECEIVED = 'application/octet-stream;transfer-syntax=*';
const SMALLER = `application/octet-stream;transfer-syntax=1.2.840.10008.1.2.4.202, ${AS_RECEIVED};q=0.5`;

/** Fetches frames, decodes them and keeps them in memory. */
export class FrameSource {
  readonly cache: FrameCache;
  readonly #pool = new DecodePool();
  readonly #link = new LinkMeter();
  readonly #tables = new Map<string, Promise<FrameTables>>();

  /** `budget` of the cache in bytes. */
  constructor(budget: number) {
    this.cache = new FrameCache(budget);
  }

  /** Puts a frame in the cache. Rejects with FrameNotDrawn, FrameRefused, FrameDamaged, or the error of the network. */
  async load(slot: Slot, signal: AbortSignal): Promise<Pixels> {
    const cached = this.cache.get(slot.key);
    if (cached !== null) return cached;
    const { instance } = slot;
    const reason = refusal(instance);
    if (reason !== null) throw new FrameNotDrawn(reason);
    // The codec of HTJ2K comes only once an image is there and more are awaited over a slow link.
    const { buffer, transferSyntaxUID } = await this.#fetch(
      slot,
      this.#link.isSlow ? SMALLER : AS_RECEIVED,
      signal,
    );
    const pixels = isPlain(instance, transferSyntaxUID)
      ? pixelsFromPlain(buffer, instance)
      : await this.#decode(slot, buffer, transferSyntaxUID, signal);
    signal.throwIfAborted();
    this.cache.put(slot.key, pixels);
    return pixels;
  }

  close(): void {
    this.#pool.close();
    this.cache.clear();
  }

  async #fetch(
    slot: Slot,
    accept: string,
    signal: AbortSignal,
  ): Promise<{ buffer: ArrayBuffer; transferSyntaxUID: string }> {
    const from = performance.now();
    const response = await fetchFrame(slot, '', accept, signal);
    const buffer = await response.arrayBuffer();
    const sent = Number(response.headers.get('content-length'));
    this.#link.note(sent > 0 ? sent : buffer.byteLength, from, performance.now());
    const announced = announcedSyntax(response.headers.get('content-type'));
    return { buffer, transferSyntaxUID: announced ?? slot.instance.transferSyntaxUID };
  }

  async #decode(
    { instance }: Slot,
    bytes: ArrayBuffer,
    transferSyntaxUID: string,
    signal: AbortSignal,
  ): Promise<Pixels> {
    const { isWords, palette } = needsTables(instance, transferSyntaxUID)
      ? await this.#tablesOf(instance, signal)
      : NO_TABLES;
    return this.#pool.decode({ bytes, shape: shapeOf(instance, isWords), transferSyntaxUID, palette });
  }

  /** One fetch serves all the frames of an instance; one that failed is tried again. */
  #tablesOf(instance: Slot['instance'], signal: AbortSignal): Promise<FrameTables> {
    const uid = instance.SOPInstanceUID;
    const loading = this.#tables.get(uid) ?? fetchTables(instance, signal);
    this.#tables.set(uid, loading);
    loading.catch(() => this.#tables.delete(uid));
    return loading;
  }
}

/** Whether another try may succeed: the network may come back, a damaged frame may have been cut on its way. */
export function mayRetry(error: unknown): boolean {
  return !(error instanceof FrameRefused) && !(error instanceof FrameNotDrawn);
}

/** What a reader is told about a frame that does not come. */
export function failureText(error: unknown): string {
  if (error instanceof FrameRefused) return 'le serveur ne l’a plus';
  return error instanceof FrameDamaged || error instanceof FrameNotDrawn
    ? error.message
    : 'le serveur n’a pas répondu';
}

/** A frame, or a picture of it where `kind` names one. Rejects with FrameNotDrawn, FrameRefused, the error of the network. */
export async function fetchFrame(
  slot: Slot,
  kind: '' | '/preview' | '/thumbnail',
  accept: string,
  signal: AbortSignal,
): Promise<Response> {
  const url = new URL(`${slot.instance.framesUrl}/${slot.frame}${kind}`, location.href);
  if (url.origin !== location.origin) throw new FrameNotDrawn('adresse d’image hors de la plateforme');
  const response = await fetch(url, {
    credentials: 'same-origin',
    headers: { accept },
    priority: kind === '/thumbnail' ? 'low' : 'auto',
    signal,
  });
  const refused = refusalOf(response.status);
  if (refused !== null) throw new FrameRefused(refused);
  if (!response.ok) throw new Error(`frame answered ${response.status}`);
  return response;
}

/** The `transfer-syntax` parameter of a media type (PS3.18 section 8.7.3.5.2), where the server names the one it sends. */
export function announcedSyntax(contentType: string | null): string | null {
  return /;\s*transfer-syntax="?([0-9.]+)"?/i.exec(contentType ?? '')?.[1] ?? null;
}
