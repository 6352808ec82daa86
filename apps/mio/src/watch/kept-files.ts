import { createHash } from 'node:crypto';
import { FileSpaceError, type FileSpace } from '@liaison/file-space';
import { readMessage, writeMessage } from '@liaison/mio-sdk';
import { largestFile } from '../files.ts';

/** Beyond this a name is shortened, so that what is added to it still fits every file system. */
const longestName = 150;
const digestLength = 12;

/**
 * The name under which the outcome of a file is kept: its own; with the beginning of its SHA-256 where another file's outcome
 * has that already. The same file dropped again has the same name, and takes the place of itself.
 */
export async function nameOutcome(
  name: string,
  source: Uint8Array,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
  if (name.length <= longestName && !(await isTaken(name))) return name;
  return withMark(name, createHash('sha256').update(source).digest('hex').slice(0, digestLength));
}

/** `offre.xml` → `offre-1f2e3d4c5b6a.xml` */
export function withMark(name: string, mark: string): string {
  const { 0: extension = '' } = /\.[^.]{1,10}$/.exec(name) ?? [];
  return `${name.slice(0, name.length - extension.length).slice(0, longestName)}-${mark}${extension}`;
}

/** A file that may be there; null where it is not. `too-large`: it is, and is not read. */
async function look(
  space: FileSpace,
  folder: string,
  name: string,
): Promise<Uint8Array | 'too-large' | null> {
  try {
    return await space.read(folder, name, largestFile);
  } catch (error) {
    if (!(error instanceof FileSpaceError)) throw error;
    if (error.trouble === 'too-large') return 'too-large';
    if (error.trouble === 'missing') return null;
    throw error;
  }
}

/** Whether a file of this name is there that is not this one. */
export async function holdsOther(
  space: FileSpace,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const found = await look(space, folder, name);
  return found !== null && (found === 'too-large' || !Buffer.from(bytes).equals(found));
}

/** Whether a file of this name is there at all. */
export async function holdsAny(space: FileSpace, folder: string, name: string): Promise<boolean> {
  return (await look(space, folder, name)) !== null;
}

/** Whether the report of another message is there. */
export async function holdsOtherReport(
  space: FileSpace,
  name: string,
  messageSha256: string | undefined,
): Promise<boolean> {
  const found = await look(space, 'rapports', name);
  if (found === null) return false;
  return found === 'too-large' || !Buffer.from(found).includes(`"messageSha256": "${messageSha256}"`);
}

/**
 * What is kept of a message that is ready to leave: nothing, or its bare form, which its certified one replaces; itself, as it
 * is now or as it was certified before; another.
 */
export async function findReady(
  space: FileSpace,
  name: string,
  { bare, ready }: { readonly bare: Uint8Array; readonly ready: Uint8Array },
): Promise<'none' | 'itself' | 'another'> {
  const found = await look(space, 'envoyes', name);
  if (found === null) return 'none';
  if (found === 'too-large') return 'another';
  if (Buffer.from(ready).equals(found)) return 'itself';
  if (Buffer.from(bare).equals(found)) return 'none';
  const isCertified = (bytes: Uint8Array) => Buffer.from(bytes).includes('Certificat');
  return isCertified(found) && isCertified(ready) && dataOf(found) === dataOf(bare) ? 'itself' : 'another';
}

/** Two certificates of one message differ by their time; what they certify does not. */
function dataOf(message: Uint8Array): string {
  const { message: read } = readMessage(message);
  return read ? Buffer.from(writeMessage(read, 'json')).toString('utf8') : '';
}
