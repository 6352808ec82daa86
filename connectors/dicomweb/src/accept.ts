import { NotAcceptableError } from './errors.ts';
import { isTypeOf } from './media-types.ts';

/** One media range of an Accept header (RFC 9110 section 12.5.1), its parameters in lower case, the best first. */
export type MediaRange = { type: string; parameters: ReadonlyMap<string, string>; quality: number };

const longestAccept = 8000;

/**
 * The media ranges that a request takes, best first. The query parameter `accept` comes before the header, for clients that
 * cannot set one (PS3.18 section 8.3.3.1). @throws NotAcceptableError
 */
export function rangesOf(request: {
  headers: { accept?: string | undefined };
  query: unknown;
}): MediaRange[] {
  const asked = Object.entries(request.query ?? {}).find(([name]) => name.toLowerCase() === 'accept')?.[1];
  // A plus sign that was not escaped arrives as a space.
  const given = typeof asked === 'string' ? asked.replaceAll(/dicom (json|xml)/g, 'dicom+$1') : undefined;
  const text = given ?? request.headers.accept ?? '*/*';
  if (text.length > longestAccept) throw new NotAcceptableError([]);
  return splitOutsideQuotes(text, ',')
    .filter((range) => range.trim() !== '')
    .map(parseRange)
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
}

function parseRange(range: string): MediaRange {
  const [type = '', ...parameters] = splitOutsideQuotes(range, ';').map((part) => part.trim());
  const named = parameters.map((parameter) => {
    const at = parameter.indexOf('=');
    const value = parameter
      .slice(at + 1)
      .trim()
      .replaceAll(/^"|"$|\\(.)/g, '$1');
    return [parameter.slice(0, at).trim().toLowerCase(), value.toLowerCase()] as const;
  });
  const values = new Map(named);
  const quality = Number(values.get('q') ?? 1);
  return {
    type: type.toLowerCase() || '*/*',
    parameters: values,
    quality: Number.isFinite(quality) ? quality : 0,
  };
}

export function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\' && isQuoted) at += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function covers(range: string, type: string): boolean {
  return range === type || range === '*/*' || range === `${type.split('/')[0]}/*`;
}

/** The first of our types that the client takes. @throws NotAcceptableError */
export function chooseType<Type extends string>(ranges: readonly MediaRange[], ours: readonly Type[]): Type {
  for (const range of ranges) {
    const found = ours.find((type) => covers(range.type, type));
    if (found !== undefined) return found;
  }
  throw new NotAcceptableError(ours);
}

export type PartType = 'application/dicom' | 'application/octet-stream';

/** How something of a transfer syntax goes out: in which one, called what. */
export type Form = {
  isMultipart: boolean;
  /** That of its parts, or its own: an image type for compressed frames where one is asked for. */
  partType: string;
  /** Null: as it is at rest. */
  convertTo: string | null;
};

/**
 * How to give what is at rest in `syntax` to who asks for parts of type `part`: as it is where a range takes it, else
 * converted where it can be. A range without transfer syntax takes what we have, though PS3.18 section 8.7.3.5.2 would
 * have explicit little endian then: nothing is decoded unless asked for. Undefined where no range takes it.
 */
export function formFor(
  ranges: readonly MediaRange[],
  part: PartType,
  syntax: string,
  mayConvert: (from: string, to: string) => boolean,
): Form | undefined {
  const forms = ranges.flatMap((range) => fit(range, part, syntax));
  return (
    forms.find(({ convertTo }) => convertTo === null) ??
    forms.find(({ convertTo }) => convertTo !== null && mayConvert(syntax, convertTo))
  );
}

function fit(range: MediaRange, part: PartType, syntax: string): Form[] {
  const isMultipart = range.type === 'multipart/related' || range.type === 'multipart/*';
  const asked = isMultipart ? (range.parameters.get('type') ?? '*/*') : range.type;
  const isImage = part === 'application/octet-stream' && isTypeOf(asked, syntax);
  if (!covers(asked, part) && !isImage) return [];
  const wanted = range.parameters.get('transfer-syntax') ?? '*';
  // `*/*` leaves the form to us: one file is simplest alone, several need parts.
  return [
    {
      isMultipart: isMultipart || !(asked === part || isImage),
      partType: isImage ? asked : part,
      convertTo: wanted === '*' || wanted === '' || wanted === syntax ? null : wanted,
    },
  ];
}
