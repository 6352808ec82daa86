import { createHash } from 'node:crypto';
import { FileSpaceError, nameAround, type FileSpace } from '@liaison/file-space';
import { readMessage, verifyMessage, writeMessage } from '@liaison/mio-sdk';
import { largestFile } from '../files.ts';

const digestLength = 12;

/**
 * The name under which an outcome is kept: its own; where another has that already, with the beginning of the SHA-256 of the
 * first of `marks` that gives a free one, or of the last. Marks that stay the same let the same file take the place of itself.
 */
export async function nameOutcome(
  name: string,
  marks: readonly Uint8Array[],
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
  let tried = name;
  for (const mark of marks) {
    if (!(await isTaken(tried))) return tried;
    tried = withMark(name, createHash('sha256').update(mark).digest('hex').slice(0, digestLength));
  }
  return tried;
}

/** `offre.xml` → `offre-1f2e3d4c5b6a.xml` */
export function withMark(name: string, mark: string): string {
  const { 0: extension = '' } = /\.[^.]{1,10}$/.exec(name) ?? [];
  return nameAround('', name.slice(0, name.length - extension.length), `-${mark}${extension}`);
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
 * is now or as the same key certified it before; another, be it by the key that certified it.
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
  const signer = signerOf(ready);
  const isSame = signer !== null && signerOf(found) === signer && dataOf(found) === dataOf(bare);
  return isSame ? 'itself' : 'another';
}

const nobody = { roots: [], lists: [] };

/** SHA-256 of the X.509 certificate that a message is well signed by, whoever that is; null where it is by none. */
function signerOf(message: Uint8Array): string | null {
  const { certificate, verdict } = verifyMessage(message, { trust: nobody, ruleSets: null });
  return verdict === 'CERTIFICAT_INCONNU' ? (certificate?.signerSha256 ?? null) : null;
}

/** Two certificates of one message differ by their time; what they certify does not. */
function dataOf(message: Uint8Array): string {
  const { message: read } = readMessage(message);
  return read ? Buffer.from(writeMessage(read, 'json')).toString('utf8') : '';
}
