import { MIMEType } from 'node:util';
import { DomainError } from '@liaison/kernel';

/** What a request sends to be controlled. */
export type SentFiles = { readonly message: Uint8Array; readonly need?: Uint8Array };

/**
 * A form (RFC 7578) with the files `message` and perhaps `need`, or the message alone as the body, whatever its type.
 * @throws DomainError `marches/nothing-sent`
 */
export async function readSentFiles(contentType: string, bytes: Uint8Array): Promise<SentFiles> {
  if (!contentType.startsWith('multipart/form-data')) return orNothing({ message: bytes });
  const form = await readForm(contentType, bytes);
  const message = await fileOf(form, 'message');
  const need = await fileOf(form, 'need');
  return orNothing({ message: message ?? Buffer.alloc(0), ...(need ? { need } : {}) });
}

/** Two files, what closes the form, and some fields that a program may add. */
const mostParts = 8;

async function readForm(contentType: string, bytes: Uint8Array): Promise<FormData> {
  try {
    refuseManyParts(contentType, bytes);
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new DomainError('invalid', 'marches/form-unreadable');
  }
}

/** A form of millions of empty parts would hold up the process that parses it. */
function refuseManyParts(contentType: string, bytes: Uint8Array): void {
  const boundary = new MIMEType(contentType).params.get('boundary');
  if (!boundary) throw new TypeError('a form without boundary');
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const mark = `--${boundary}`;
  let parts = 0;
  for (let at = whole.indexOf(mark); at !== -1; at = whole.indexOf(mark, at + mark.length)) {
    parts += 1;
    if (parts > mostParts) throw new TypeError('more parts than files');
  }
}

/** A field that was left empty counts as absent. */
async function fileOf(form: FormData, name: string): Promise<Uint8Array | undefined> {
  const value = form.get(name);
  if (value === null) return undefined;
  const bytes = typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer());
  return bytes.length > 0 ? bytes : undefined;
}

function orNothing(sent: SentFiles): SentFiles {
  if (sent.message.length === 0) throw new DomainError('invalid', 'marches/nothing-sent');
  return sent;
}
