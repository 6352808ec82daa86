import { NotAcceptableError } from './errors.ts';

/** One media range of an Accept header (PS3.18 section 8.4), its parameters in lower case. */
type MediaRange = { type: string; part: string; transferSyntax: string };

/** What a client takes: multipart, or a single part where there is one only. */
export type Wanted = { isMultipart: boolean };

function parseAccept(header: string | undefined): MediaRange[] {
  // A quoted parameter may hold a comma or a semicolon; none that we read does.
  return (header ?? '*/*').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const read = (name: string) =>
      parameters
        .find((parameter) => parameter.toLowerCase().startsWith(`${name}=`))
        ?.slice(name.length + 1)
        .replaceAll('"', '')
        .toLowerCase() ?? '';
    return { type: type.toLowerCase(), part: read('type'), transferSyntax: read('transfer-syntax') };
  });
}

/**
 * Whether what we have, parts of type `part` in `transferSyntaxes`, can be given to who asks. Nothing is ever re-encoded:
 * a range that names another transfer syntax does not take it; one that names none does (PS3.18 section 8.7.3.5 would then
 * have explicit little endian; the part says in which one it is). @throws NotAcceptableError
 */
export function negotiate(
  header: string | undefined,
  part: 'application/dicom' | 'application/octet-stream',
  transferSyntaxes: ReadonlySet<string>,
): Wanted {
  const fitting = parseAccept(header).filter((range) => {
    const isPart = [part, 'application/*', '*/*'].includes(range.type);
    const isMultipart = range.type === 'multipart/related' && ['', part, '*/*'].includes(range.part);
    if (!isPart && !isMultipart) return false;
    if (range.transferSyntax === '' || range.transferSyntax === '*') return true;
    return transferSyntaxes.size === 1 && transferSyntaxes.has(range.transferSyntax);
  });
  const [first] = fitting;
  if (!first) throw new NotAcceptableError('no acceptable form');
  return { isMultipart: first.type !== part };
}
