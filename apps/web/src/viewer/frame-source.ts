import { DecodePool } from './decode-pool.ts';
import { FrameCache } from './frame-cache.ts';
import { refusalOf } from './manifest-client.ts';
import type { Refusal } from './manifest-client.ts';
import { FrameDamaged, isJpegLossless, pixelsFromDecoded, pixelsFromRaw, refusal } from './pixels.ts';
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

/** Fetches frames, decodes them and keeps them in memory. */
export class FrameSource {
  readonly cache: FrameCache;
  readonly #pool = new DecodePool();

  /** `budget` of the cache in bytes. */
  constructor(budget: number) {
    this.cache = new FrameCache(budget);
  }

  /** Puts a frame in the cache. Rejects with FrameNotDrawn, FrameRefused, FrameDamaged, or the error of the network. */
  async load(slot: Slot, signal: AbortSignal): Promise<Pixels> {
    const cached = this.cache.get(slot.key);
    if (cached !== null) return cached;
    const reason = refusal(slot.instance);
    if (reason !== null) throw new FrameNotDrawn(reason);
    const { buffer, transferSyntaxUID } = await fetchFrame(slot, signal);
    const pixels = isJpegLossless(transferSyntaxUID)
      ? pixelsFromDecoded(await this.#pool.decode(buffer), slot.instance)
      : pixelsFromRaw(buffer, slot.instance, transferSyntaxUID);
    signal.throwIfAborted();
    this.cache.put(slot.key, pixels);
    return pixels;
  }

  close(): void {
    this.#pool.close();
    this.cache.clear();
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

async function fetchFrame(
  slot: Slot,
  signal: AbortSignal,
): Promise<{ buffer: ArrayBuffer; transferSyntaxUID: string }> {
  const url = new URL(`${slot.instance.framesUrl}/${slot.frame}`, location.href);
  if (url.origin !== location.origin) throw new FrameNotDrawn('adresse d’image hors de la plateforme');
  const response = await fetch(url, {
    credentials: 'same-origin',
    headers: { accept: 'application/octet-stream;transfer-syntax=*' },
    signal,
  });
  const refused = refusalOf(response.status);
  if (refused !== null) throw new FrameRefused(refused);
  if (!response.ok) throw new Error(`frame answered ${response.status}`);
  return {
    buffer: await response.arrayBuffer(),
    transferSyntaxUID:
      announcedSyntax(response.headers.get('content-type')) ?? slot.instance.transferSyntaxUID,
  };
}

/** The `transfer-syntax` parameter of a media type (PS3.18 section 8.7.3.5.2), where the server names the one it sends. */
export function announcedSyntax(contentType: string | null): string | null {
  return /;\s*transfer-syntax="?([0-9.]+)"?/i.exec(contentType ?? '')?.[1] ?? null;
}
