import {
  bundleFileUrl,
  issuingListUrl,
  pointerEnvelope,
  pointerUrl,
  reportsUrl,
  rootListUrl,
  signAssertion,
  streamUrl,
  trustUrl,
  type PointerEnvelope,
  type SubscriberReport,
} from '@liaison/mio-authority';
import type { CertificateSigner } from '@liaison/mio-certificate';
import { createParser } from 'eventsource-parser';
import { UpdateError } from './error.ts';

/** An authority at its address, asked anonymously or under the licence of `signer`. */
export type AuthorityClient = {
  readPointer(): Promise<PointerEnvelope>;
  /** The bundle that brings that root; null where there is none yet. */
  findTrust(rootVersion: number): Promise<Buffer | null>;
  readBundle(sha256: string, from: number): AsyncIterable<Uint8Array>;
  readLists(): Promise<{ 'autorite.crl': Buffer; 'racine.crl': Buffer }>;
  report(report: SubscriberReport): Promise<void>;
  /** Pointers as they are published, the present one first; ends with the connection. */
  streamPointers(signal: AbortSignal): AsyncIterable<PointerEnvelope>;
};

export type ClientOptions = {
  readonly url: string;
  readonly signer: CertificateSigner | null;
  /** An answer, and each piece of a long one, comes within this; 30 s unless told. */
  readonly patienceMs?: number;
  /** What assertions are dated by; the clock of this machine unless told. */
  readonly now?: () => Date;
};

const [notFound, beyondEnd] = [404, 416];
const mostBytes = 16 * 1024 * 1024;
/** The authority says every 15 s that the line lives. */
const silenceMs = 50_000;

/** Every method throws `UpdateError`. */
export function openAuthorityClient({
  url,
  signer,
  patienceMs = 30_000,
  now = () => new Date(),
}: ClientOptions): AuthorityClient {
  const { origin } = new URL(url);
  const base = url.replace(/\/+$/, '');
  const ask = (path: string, init: RequestInit = {}, known: readonly number[] = []) =>
    request(`${base}${path}`, init, patienceMs, known);
  const licence = async () => {
    if (!signer) throw new UpdateError('refused', 'Aucune licence n’est donnée pour s’abonner.');
    return { authorization: `Bearer ${await signAssertion(signer, origin, now())}` };
  };
  const readBytes = async (path: string) => gather((await ask(path)).pieces);
  return {
    async readPointer() {
      return toEnvelope((await readBytes(pointerUrl)).toString('utf8'));
    },
    async findTrust(rootVersion) {
      const { response, pieces } = await ask(trustUrl(rootVersion), {}, [notFound]);
      const bytes = await gather(pieces);
      return response.status === notFound ? null : bytes;
    },
    async *readBundle(sha256, from) {
      const headers = { range: `bytes=${from}-` };
      const { response, pieces } = await ask(bundleFileUrl(sha256), { headers }, [beyondEnd]);
      if (response.status === beyondEnd) return void (await gather(pieces));
      // An answer that does not begin where it was asked to is the whole file.
      yield* skip(pieces, response.status === 206 ? 0 : from);
    },
    async readLists() {
      return { 'autorite.crl': await readBytes(issuingListUrl), 'racine.crl': await readBytes(rootListUrl) };
    },
    async report(report) {
      const headers = { ...(await licence()), 'content-type': 'application/json' };
      const { pieces } = await ask(reportsUrl, { method: 'POST', headers, body: JSON.stringify(report) });
      await gather(pieces);
    },
    async *streamPointers(signal) {
      const headers = { ...(await licence()), accept: 'text/event-stream' };
      const { pieces } = await request(`${base}${streamUrl}`, { headers, signal }, silenceMs, []);
      yield* readEvents(pieces);
    },
  };
}

type Answer = { readonly response: Response; readonly pieces: AsyncIterable<Uint8Array> };

/** `known`: statuses that say something, beside success. The pieces are to be read to their end. */
async function request(
  url: string,
  init: RequestInit,
  patienceMs: number,
  known: readonly number[],
): Promise<Answer> {
  const silence = new Silence(patienceMs, init.signal);
  try {
    // A redirection would take the assertion elsewhere, and the address is the operator's to mend.
    const response = await fetch(url, { ...init, redirect: 'error', signal: silence.signal });
    if (!response.ok && !known.includes(response.status)) throw await refusalOf(response);
    return { response, pieces: silence.listen(response.body) };
  } catch (error) {
    silence.end();
    throw toUpdateError(error, url);
  }
}

/** Gives up who says nothing for a while: a connection that hangs looks like one that works. */
class Silence {
  readonly #patienceMs: number;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(patienceMs: number, other: AbortSignal | null | undefined) {
    this.#patienceMs = patienceMs;
    this.signal = other ? AbortSignal.any([other, this.#controller.signal]) : this.#controller.signal;
    this.#wait();
  }

  async *listen(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    try {
      if (!body) return;
      for await (const piece of body) {
        this.end();
        yield piece;
        this.#wait();
      }
    } catch (error) {
      throw toUpdateError(error, 'l’autorité');
    } finally {
      this.end();
    }
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#controller.abort(), this.#patienceMs);
  }
}

function toUpdateError(error: unknown, where: string): unknown {
  if (error instanceof UpdateError) return error;
  const isNetwork = error instanceof Error && (error.name === 'AbortError' || error instanceof TypeError);
  return isNetwork ? new UpdateError('unreachable', `${where} ne répond pas.`, error) : error;
}

/** What an authority says in the title of its problem (RFC 9457), which is French and meant for people. */
async function refusalOf(response: Response): Promise<UpdateError> {
  const body: unknown = await response.json().catch(() => null);
  const title: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'title') : undefined;
  const isRefused = response.status === 401 || response.status === 403;
  return new UpdateError(
    isRefused ? 'refused' : response.status >= 500 ? 'unreachable' : 'unexpected',
    typeof title === 'string' ? title.slice(0, 500) : `L’autorité a répondu ${response.status}.`,
  );
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > mostBytes) throw new UpdateError('unexpected', 'La réponse de l’autorité est trop longue.');
    all.push(piece);
  }
  return Buffer.concat(all);
}

async function* skip(pieces: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const piece of pieces) {
    if (left < piece.length) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

async function* readEvents(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<PointerEnvelope> {
  const found: string[] = [];
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'pointer') found.push(data);
    },
  });
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    parser.feed(decoder.decode(piece, { stream: true }));
    // Only the last counts: each says all.
    const last = found.splice(0).at(-1);
    if (last !== undefined) yield toEnvelope(last);
  }
}

function toEnvelope(text: string): PointerEnvelope {
  try {
    return pointerEnvelope.parse(JSON.parse(text));
  } catch (error) {
    throw new UpdateError('unexpected', 'Le pointeur de l’autorité ne se lit pas.', error);
  }
}
