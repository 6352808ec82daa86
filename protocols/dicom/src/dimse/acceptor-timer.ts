/** What becomes of an association whose time is over. */
export type AcceptorTimerHost = {
  /** ARTIM: no request came, or the peer does not close at the end (PS3.8 section 9.1.5). */
  artimExpired(): void;
  /** An accepted association was silent for too long. */
  idleExpired(): void;
  /** Whether the peer rightly says nothing. */
  isOurTurn(): boolean;
};

/** The one timer of an acceptor: ARTIM before and after the association, its longest silence in between. */
export class AcceptorTimer {
  readonly #artimMs: number;
  readonly #idleMs: number;
  readonly #host: AcceptorTimerHost;
  #timer: NodeJS.Timeout | null = null;
  #lastHeardAt = 0;

  constructor(times: { artimMs: number; idleMs: number }, host: AcceptorTimerHost) {
    this.#artimMs = times.artimMs;
    this.#idleMs = times.idleMs;
    this.#host = host;
  }

  /** Bytes came. */
  heard(): void {
    this.#lastHeardAt = performance.now();
  }

  startArtim(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#host.artimExpired(), this.#artimMs);
    this.#timer.unref();
  }

  /** Looks at the last bytes heard, rather than being restarted for each chunk. */
  startIdle(): void {
    this.stop();
    const wait = Math.max(1, this.#idleMs - (performance.now() - this.#lastHeardAt));
    this.#timer = setTimeout(() => this.#lookIdle(), wait);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #lookIdle(): void {
    const isSilent = performance.now() - this.#lastHeardAt >= this.#idleMs;
    if (isSilent && !this.#host.isOurTurn()) {
      this.#host.idleExpired();
      return;
    }
    if (isSilent) this.heard();
    this.startIdle();
  }
}
