import { zipSync } from 'fflate';

/** DOS times have no zone and fflate writes the local one, hence a local date: the same bytes everywhere. */
const mtime = new Date(1980, 0, 1);

/** An archive of these parts, in this order; the same bytes for the same parts. */
export function writeZip(parts: ReadonlyMap<string, Uint8Array | string>): Uint8Array {
  const encoder = new TextEncoder();
  const files = [...parts].map(
    ([name, content]) => [name, typeof content === 'string' ? encoder.encode(content) : content] as const,
  );
  return zipSync(Object.fromEntries(files), { level: 6, mtime });
}
