import type { FoundImage } from './read-source.ts';

/** SHA-256, in hexadecimal, of the list of images: path, length and time of each. The names themselves stay here. */
export async function digestSource(images: readonly FoundImage[]): Promise<string> {
  const list = images.map(({ entry }) => `${entry.path}\t${entry.bytes}\t${entry.modifiedAt}\n`).join('');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(list));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
