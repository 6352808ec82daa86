import { splitOutsideQuotes } from './accept.ts';
import { BadQueryError, TooLargeError } from './errors.ts';

/** Part of a multipart body: its header fields in lower case, and its bytes, to be read before the next part is asked for. */
export type IncomingPart = { headers: ReadonlyMap<string, string>; body: AsyncIterable<Buffer> };

const mostHeaderBytes = 16 * 1024;
const mostPreambleBytes = 64 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');

/** `type` and `boundary` of a multipart/related body (RFC 2387). @throws BadQueryError */
export function parseMultipartType(contentType: string): { type: string; boundary: string } {
  const named = new Map(
    splitOutsideQuotes(contentType, ';')
      .slice(1)
      .map((parameter) => {
        const at = parameter.indexOf('=');
        const value = parameter.slice(at + 1).trim();
        const text = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
        return [parameter.slice(0, at).trim().toLowerCase(), text] as const;
      }),
  );
  const boundary = named.get('boundary') ?? '';
  // RFC 2046 section 5.1.1 has 70 characters at most; some senders write more.
  if (!/^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(boundary)) throw new BadQueryError('boundary');
  return { type: (named.get('type') ?? '').toLowerCase(), boundary };
}

/**
 * The parts of a multipart body as they come (RFC 2046 section 5.1), in bounded memory whatever they hold: a delimiter
 * counts only at the start of a line. @throws BadQueryError for a body that is none or ends before its last delimiter,
 * TooLargeError for a header that goes on and on
 */
export async function* readMultipart(
  source: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<IncomingPart> {
  const window = new Window(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter may stand at the very start: as if a line had ended before it.
  window.unread(Buffer.from('\r\n'));
  let skipped = 0;
  for await (const piece of window.until(delimiter)) {
    skipped += piece.length;
    if (skipped > mostPreambleBytes) throw new BadQueryError('preamble');
  }
  while (await isFollowed(window)) {
    const headers = parseHeaders(await window.takeThrough(headerEnd, mostHeaderBytes));
    const body = window.until(delimiter);
    yield { headers, body };
    // What the reader left of this part lies before the next one.
    for await (const _rest of body);
  }
}

/** After a delimiter: whether another part follows. White space may pad it. */
async function isFollowed(window: Window): Promise<boolean> {
  const two = await window.take(2);
  if (two.equals(Buffer.from('--'))) return false;
  let line = two;
  while (!line.subarray(-2).equals(Buffer.from('\r\n'))) {
    if (line.length > 200 || !/^[ \t\r]*$/.test(line.toString('latin1'))) throw new BadQueryError('boundary');
    line = Buffer.concat([line, await window.take(1)]);
  }
  // A part without header fields begins with the empty line that ends them.
  window.unread(Buffer.from('\r\n'));
  return true;
}

function parseHeaders(bytes: Buffer): Map<string, string> {
  const lines = bytes
    .toString('latin1')
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter(Boolean);
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(':');
      if (at < 1) throw new BadQueryError('header');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** What has come of a stream and was not read yet. */
class Window {
  readonly #source: AsyncIterator<Buffer>;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  unread(bytes: Buffer): void {
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([bytes, this.#bytes]) : bytes;
  }

  async take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) await this.#more();
    return this.#drop(length);
  }

  /** All through `mark`, which is left out. */
  async takeThrough(mark: Buffer, most: number): Promise<Buffer> {
    for (;;) {
      const at = this.#bytes.indexOf(mark);
      if (at > most || (at < 0 && this.#bytes.length > most + mark.length))
        throw new TooLargeError('header fields');
      if (at >= 0) {
        const taken = this.#drop(at);
        this.#drop(mark.length);
        return taken;
      }
      await this.#more();
    }
  }

  /** Pieces before `mark`, which is dropped; nothing once it was met. */
  until(mark: Buffer): AsyncIterableIterator<Buffer> {
    let isOver = false;
    const next = async (): Promise<IteratorResult<Buffer>> => {
      while (!isOver) {
        const at = this.#bytes.indexOf(mark);
        if (at >= 0) {
          isOver = true;
          const last = this.#drop(at);
          this.#drop(mark.length);
          if (last.length > 0) return { done: false, value: last };
          break;
        }
        // The end may be the beginning of the mark.
        const free = this.#bytes.length - mark.length + 1;
        if (free > 0) return { done: false, value: this.#drop(free) };
        await this.#more();
      }
      return { done: true, value: undefined };
    };
    const pieces: AsyncIterableIterator<Buffer> = { next, [Symbol.asyncIterator]: () => pieces };
    return pieces;
  }

  #drop(length: number): Buffer {
    const dropped = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return dropped;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done) throw new BadQueryError('end of body');
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([this.#bytes, value]) : value;
  }
}
