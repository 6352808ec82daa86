import { FileSpaceError, type FileSpace } from '@liaison/file-space';
import { writeMessage } from '@liaison/mio';
import { readTextMessage } from '@liaison/mio-sdk';
import { mostBytesExchanged } from '../contract.ts';

/** A file of the structure's software as the message to send, or, in French, why it is none. @throws FileSpaceError */
export async function readDropped(
  space: FileSpace,
  folder: string,
  name: string,
): Promise<{ bytes: Uint8Array } | { trouble: string }> {
  try {
    return toXml(name, await space.read(folder, name, mostBytesExchanged));
  } catch (error) {
    if (!(error instanceof FileSpaceError) || error.trouble !== 'too-large') throw error;
    return { trouble: 'Ce fichier est trop volumineux pour être un message (64 Mo au plus).' };
  }
}

/** JSON of the standard becomes XML; everything else goes on as it is, and the control says what it is. */
function toXml(name: string, bytes: Uint8Array): { bytes: Uint8Array } | { trouble: string } {
  if (!/\.json$/i.test(name)) return { bytes };
  const { message, findings } = readTextMessage(bytes, 'json');
  if (message && findings.length === 0) return { bytes: Buffer.from(writeMessage(message)) };
  const told = findings.map(({ fr, place }) => `${(place.kind === 'json' && place.pointer) || '/'} : ${fr}`);
  return {
    trouble: ['Ce fichier JSON n’a pas été entièrement compris ; rien n’est envoyé.', ...told].join('\r\n'),
  };
}
