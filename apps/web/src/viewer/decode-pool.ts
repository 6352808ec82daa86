import type { DecodeReply, DecodeRequest } from './decode-worker.ts';
import type { GreySamples } from './lut.ts';
import { FrameDamaged } from './pixels.ts';

type Pending = { readonly resolve: (samples: GreySamples) => void; readonly reject: (error: Error) => void };

/** Workers that decode lossless JPEG, started with the first codestream and never before. */
export class DecodePool {
  readonly #workers: Worker[] = [];
  readonly #pending = new Map<number, Pending>();
  #tickets = 0;

  /** Samples of the codestream, whose buffer is given away. Rejects with FrameDamaged. */
  decode(codestream: ArrayBuffer): Promise<GreySamples> {
    this.#tickets += 1;
    const ticket = this.#tickets;
    const { promise, resolve, reject } = Promise.withResolvers<GreySamples>();
    this.#pending.set(ticket, { resolve, reject });
    const request: DecodeRequest = { ticket, codestream };
    this.#workerFor(ticket).postMessage(request, [codestream]);
    return promise;
  }

  close(): void {
    for (const worker of this.#workers) worker.terminate();
    this.#workers.length = 0;
    this.#failAll();
  }

  #workerFor(ticket: number): Worker {
    const count = (navigator.hardwareConcurrency ?? 2) >= 4 ? 2 : 1;
    const existing = this.#workers[ticket % count];
    if (existing !== undefined) return existing;
    const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<DecodeReply>) => this.#settle(event.data));
    worker.addEventListener('error', () => this.#failAll());
    this.#workers.push(worker);
    return worker;
  }

  #settle(reply: DecodeReply): void {
    const pending = this.#pending.get(reply.ticket);
    this.#pending.delete(reply.ticket);
    if ('samples' in reply) pending?.resolve(reply.samples);
    else pending?.reject(new FrameDamaged('l’image compressée est incomplète ou illisible'));
  }

  #failAll(): void {
    for (const pending of this.#pending.values())
      pending.reject(new FrameDamaged('le décodage s’est interrompu'));
    this.#pending.clear();
  }
}
