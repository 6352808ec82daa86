import type { DecodeReply, DecodeRequest } from './decode-worker.ts';
import { FrameDamaged } from './pixels.ts';
import type { Pixels } from './pixels.ts';

type Pending = { readonly resolve: (pixels: Pixels) => void; readonly reject: (error: Error) => void };

const MOST_WORKERS = 3;

/** Workers that decode frames, started with the first one that must be decoded and never before. */
export class DecodePool {
  readonly #workers: Worker[] = [];
  readonly #pending = new Map<number, Pending>();
  #tickets = 0;

  /** Pixels of a frame, whose buffer is given away. Rejects with FrameDamaged. */
  decode(frame: Omit<DecodeRequest, 'ticket'>): Promise<Pixels> {
    this.#tickets += 1;
    const ticket = this.#tickets;
    const { promise, resolve, reject } = Promise.withResolvers<Pixels>();
    this.#pending.set(ticket, { resolve, reject });
    const request: DecodeRequest = { ticket, ...frame };
    this.#workerFor(ticket).postMessage(request, [frame.bytes]);
    return promise;
  }

  close(): void {
    for (const worker of this.#workers) worker.terminate();
    this.#workers.length = 0;
    this.#failAll();
  }

  #workerFor(ticket: number): Worker {
    const count = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency ?? 2) - 1));
    const existing = this.#workers[ticket % count];
    if (existing !== undefined) return existing;
    const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<DecodeReply>) => this.#settle(event.data));
    worker.addEventListener('error', () => this.#failAll());
    this.#workers[ticket % count] = worker;
    return worker;
  }

  #settle(reply: DecodeReply): void {
    const pending = this.#pending.get(reply.ticket);
    this.#pending.delete(reply.ticket);
    if ('pixels' in reply) pending?.resolve(reply.pixels);
    else pending?.reject(new FrameDamaged('l’image est incomplète ou illisible'));
  }

  #failAll(): void {
    for (const pending of this.#pending.values())
      pending.reject(new FrameDamaged('le décodage s’est interrompu'));
    this.#pending.clear();
  }
}
