import type { FastifyReply } from 'fastify';
import type { App } from './app.ts';
import { hasLeft } from './has-left.ts';

/** A stream of server-sent events (WHATWG HTML, 9.2) to one reader. Once it is closed, nothing of it has any effect. */
export type EventStream = {
  /** `data` is sent as JSON. */
  send(event: string, data: object): void;
  /** After what was sent is read. */
  end(): void;
  /** Both when the reader leaves and when we end it, once; at once where he has left already. */
  onClose(act: () => void): void;
  /** At each sign of life, while the stream is open. */
  onBeat(act: () => void): void;
};

export type EventStreamOptions = {
  /** What may wait for a reader that no longer reads; beyond, he is cut off. */
  readonly mostWaitingBytes: number;
};

export const heartbeatMs = 15_000;

/** Streams of one route. None ends by itself, so they are ended before the server is: it could not stop while somebody reads. */
export function openEventStreams(
  app: App,
  { mostWaitingBytes }: EventStreamOptions,
): (reply: FastifyReply) => EventStream {
  const open = new Set<FastifyReply['raw']>();
  app.addHook('preClose', async () => open.forEach((out) => out.end()));
  return (reply) => {
    reply.hijack();
    const out = reply.raw;
    const closing: (() => void)[] = [];
    const beating: (() => void)[] = [];
    let isOpen = !hasLeft(out);
    const send = (event: string, data: object) => {
      // A stream that was ended lives until its last bytes are read.
      if (!isOpen || out.writableEnded) return;
      if (out.writableLength > mostWaitingBytes) out.destroy();
      else out.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    if (isOpen) {
      open.add(out);
      out.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      out.write('retry: 2000\n');
      const timer = setInterval(() => {
        send('beat', {});
        for (const act of beating) act();
      }, heartbeatMs);
      out.once('close', () => {
        isOpen = false;
        clearInterval(timer);
        open.delete(out);
        for (const act of closing.splice(0)) act();
      });
    }
    return {
      send,
      end: () => out.end(),
      onClose: (act) => (isOpen ? void closing.push(act) : act()),
      onBeat: (act) => void beating.push(act),
    };
  };
}
