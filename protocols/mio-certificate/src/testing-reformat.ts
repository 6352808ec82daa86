/** What mail gateways, editors and libraries do to XML without touching its data. */
import fc from 'fast-check';

/** One way of writing a file otherwise. `odds`: of each place where it could be applied, in hundredths. */
export type Rewriting = {
  readonly quotes: number;
  readonly order: number;
  readonly indentation: number;
  readonly comments: number;
  readonly spaceInTags: number;
  readonly emptyTags: number;
  readonly declarations: number;
  readonly references: number;
  readonly moveDeclaration: boolean;
  readonly lineEnds: '\n' | '\r\n' | '\r';
  readonly encoding: 'UTF-8' | 'UTF-8 with mark' | 'UTF-16LE' | 'ISO-8859-1';
  readonly seed: number;
};

const odds = fc.constantFrom(0, 0, 3, 50);

export const arbitraryRewriting: fc.Arbitrary<Rewriting> = fc.record({
  quotes: odds,
  order: odds,
  indentation: odds,
  comments: odds,
  spaceInTags: odds,
  emptyTags: odds,
  declarations: odds,
  references: odds,
  moveDeclaration: fc.boolean(),
  lineEnds: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('UTF-8', 'UTF-8 with mark', 'UTF-16LE', 'ISO-8859-1'),
  seed: fc.nat(),
});

/** `text`: XML in UTF-8 with a declaration, without CDATA or comments. */
export function rewrite(text: string, how: Rewriting): Buffer {
  const is = chance(how.seed);
  const [declaration = '', body = ''] = text.split('?>\n', 2);
  const moved = how.moveDeclaration ? moveDeclaration(body) : body;
  const written = moved
    .replaceAll(
      /<([\w:]+)((?:\s+[\w:]+=(?:"[^"]*"|'[^']*'))*)\s*>(?:<\/\1>)?/g,
      (tag, name: string, attributes: string) => writeTag(tag, name, attributes, how, is),
    )
    .replaceAll(/>(\s*)</g, (_, space: string) => `>${writeSpace(space, how, is)}<`)
    .replaceAll(/>([^<>]*[^<>\s][^<>]*)</g, (_, value: string) => `>${writeText(value, how, is)}<`)
    .replaceAll('\n', how.lineEnds);
  return encode(`${declaration}?>${how.lineEnds}${written}`, how.encoding);
}

type Chance = (hundredths: number) => boolean;

function writeTag(tag: string, name: string, attributes: string, how: Rewriting, is: Chance): string {
  const all = [...attributes.matchAll(/([\w:]+)=(?:"([^"]*)"|'([^']*)')/g)].map(
    ([, key = '', double, single]) => [key, double ?? single ?? ''] as const,
  );
  const ordered = is(how.order) ? all.toReversed() : all;
  const added = is(how.declarations) ? [...ordered, ['xmlns:inutile', 'urn:inutile'] as const] : ordered;
  const written = added.map(([key, value]) => {
    const space = is(how.spaceInTags) ? '\n\t ' : ' ';
    const isSingle = is(how.quotes) && !value.includes("'");
    return isSingle || value.includes('"') ? `${space}${key}='${value}'` : `${space}${key}="${value}"`;
  });
  const isEmpty = tag.endsWith('/>') || tag.endsWith(`</${name}>`);
  const space = is(how.spaceInTags) ? '  ' : '';
  if (!isEmpty) return `<${name}${written.join('')}${space}>`;
  return is(how.emptyTags)
    ? `<${name}${written.join('')}${space}/>`
    : `<${name}${written.join('')}${space}></${name}>`;
}

function writeSpace(space: string, how: Rewriting, is: Chance): string {
  const indented = is(how.indentation) ? (space === '' ? '\n    ' : '') : space;
  return is(how.comments) ? `${indented}<!-- relu -->` : indented;
}

/** Some characters by their number, as libraries do with those that they cannot write. */
function writeText(value: string, how: Rewriting, is: Chance): string {
  return value.replaceAll(/[^&;#\w\s]/gu, (character) =>
    is(how.references) ? `&#${character.codePointAt(0)};` : character,
  );
}

/** The declaration of the extensions' prefix, from the root to where it is used. */
function moveDeclaration(body: string): string {
  const [declaration = ''] = / xmlns:ext="[^"]*"/.exec(body) ?? [];
  return body.replace(declaration, '').replace('<ext:UBLExtensions', `<ext:UBLExtensions${declaration}`);
}

function encode(text: string, encoding: Rewriting['encoding']): Buffer {
  const declared = (name: string) => text.replace('encoding="UTF-8"', `encoding="${name}"`);
  switch (encoding) {
    case 'UTF-8':
      return Buffer.from(text);
    case 'UTF-8 with mark':
      return Buffer.from(`\ufeff${text}`);
    case 'UTF-16LE':
      return Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le');
    case 'ISO-8859-1': {
      const written = declared('ISO-8859-1').replaceAll(
        /[\u{100}-\u{10ffff}]/gu,
        (character) => `&#${character.codePointAt(0)};`,
      );
      return Buffer.from(written, 'latin1');
    }
  }
}

/** True in so many of a hundred cases, the same for the same seed. */
function chance(seed: number): Chance {
  let state = seed >>> 0;
  return (hundredths) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % 100 < hundredths;
  };
}
