/**
 * What `@liaison/mio` uses of Node's `node:buffer`, by what browsers have; vite.config.ts puts it in its place. Only there:
 * a whole Buffer in JavaScript would decode a message many times slower than the browser does.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export const Buffer = {
  from(buffer: ArrayBuffer, offset: number, length: number) {
    const bytes = new Uint8Array(buffer, offset, length);
    return { toString: (encoding: string) => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes) };
  },
  byteLength: (text: string) => encoder.encode(text).length,
};
