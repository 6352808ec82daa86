import { readFileSync } from 'node:fs';
import { readCoverage } from './font-coverage.ts';

/** `fallback` draws what the text face lacks: arrows, Greek, Cyrillic, signs. */
export type FontName = 'regular' | 'semibold' | 'fallback';

/** A stretch of text that one font draws. */
export type Run = { readonly font: FontName; readonly text: string };

type Face = { readonly bytes: Buffer; readonly coverage: ReadonlySet<number> };

const files: Readonly<Record<FontName, string>> = {
  regular: 'AtkinsonHyperlegibleNext-Regular.ttf',
  semibold: 'AtkinsonHyperlegibleNext-SemiBold.ttf',
  fallback: 'DejaVuSans.ttf',
};

let loaded: Readonly<Record<FontName, Face>> | null = null;

/** The three faces shipped with the package; read once. */
export function faces(): Readonly<Record<FontName, Face>> {
  loaded ??= { regular: load('regular'), semibold: load('semibold'), fallback: load('fallback') };
  return loaded;
}

function load(name: FontName): Face {
  const bytes = readFileSync(new URL(`../fonts/${files[name]}`, import.meta.url));
  return { bytes, coverage: readCoverage(bytes) };
}

/**
 * Stands for what no face can draw, in the fallback face: PDF/A forbids the empty glyph, and a reader must see that
 * something was there.
 */
const replacement = '\ufffd';

const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/**
 * Cuts text into runs by face. Characters that have no shape of their own (joiners, direction marks, variation
 * selectors) are left out; a character that no face has becomes U+FFFD.
 */
export function cutRuns(text: string, wanted: Exclude<FontName, 'fallback'>): readonly Run[] {
  const runs: { font: FontName; text: string }[] = [];
  for (const { segment } of graphemes.segment(drawable(text))) {
    const { font, text: drawn } = draw(segment, wanted);
    const last = runs.at(-1);
    if (last?.font === font) last.text += drawn;
    else runs.push({ font, text: drawn });
  }
  return runs;
}

function drawable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\t/g, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

/** Scripts whose letters join, stack or turn round: drawn letter by letter they would be misread. */
const unshapeable =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Lao}\p{Script=Tifinagh}]/u;

function draw(grapheme: string, wanted: FontName): Run {
  const codes = Array.from(grapheme, (character) => character.codePointAt(0) ?? 0);
  const known = faces();
  if (codes.every((code) => known[wanted].coverage.has(code))) return { font: wanted, text: grapheme };
  const isDrawn = !unshapeable.test(grapheme) && codes.every((code) => known.fallback.coverage.has(code));
  return { font: 'fallback', text: isDrawn ? grapheme : replacement };
}
