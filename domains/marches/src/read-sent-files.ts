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

async function readForm(contentType: string, bytes: Uint8Array): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new DomainError('invalid', 'marches/form-unreadable');
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
