import { cutRuns, type FontName } from './fonts.ts';

/** How a piece of text looks. Sizes in points; `leading` is the distance between baselines. */
export type TextStyle = {
  readonly font: Exclude<FontName, 'fallback'>;
  readonly size: number;
  readonly leading: number;
  readonly color: string;
};

type PlacedRun = { readonly font: FontName; readonly text: string; readonly width: number };

/** One line ready to draw: its runs stand side by side. */
export type TextLine = { readonly runs: readonly PlacedRun[]; readonly style: TextStyle };

/** Width in points of a text in one face at one size. */
export type Measure = (font: FontName, size: number, text: string) => number;

/** The fallback face has a larger eye: it is drawn smaller, to stand quietly in the line. */
export function sizeIn(font: FontName, style: TextStyle): number {
  return font === 'fallback' ? style.size * 0.92 : style.size;
}

/**
 * Breaks text into lines no wider than `width`: at line ends, spaces and hyphens, else anywhere. A line keeps the space
 * that ends it, and a paragraph gets one, so that whoever reads the text back finds the words apart.
 */
export function layOut(measure: Measure, text: string, style: TextStyle, width: number): readonly TextLine[] {
  const paragraphs = text.split(/\r\n?|[\n\u2028\u2029]/);
  const spaced = paragraphs.map((one, index) => (index < paragraphs.length - 1 ? `${one.trimEnd()} ` : one));
  return spaced.flatMap((paragraph) => layOutParagraph(measure, paragraph, style, width));
}

function layOutParagraph(measure: Measure, paragraph: string, style: TextStyle, width: number): TextLine[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words(paragraph)) {
    if (widthOf(measure, (line + word).trimEnd(), style) <= width) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cutToWidth(measure, word, style, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  lines.push(line);
  return lines.map((one) => toLine(measure, one.replace(/ +$/, ' '), style));
}

/** Words with the space or hyphen that ends them; a no-break space does not end a word. */
function words(paragraph: string): readonly string[] {
  return paragraph.match(/[^ \-‐–]*(?:[-‐–]+| +|$)/g)?.filter((word) => word !== '') ?? [];
}

/** A word that alone is wider than the line, cut in pieces that fit. */
function cutToWidth(measure: Measure, word: string, style: TextStyle, width: number): readonly string[] {
  if (widthOf(measure, word.trimEnd(), style) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(measure, piece + character, style) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

function widthOf(measure: Measure, text: string, style: TextStyle): number {
  return toLine(measure, text, style).runs.reduce((sum, run) => sum + run.width, 0);
}

function toLine(measure: Measure, text: string, style: TextStyle): TextLine {
  const runs = cutRuns(text, style.font).map((run) => ({
    ...run,
    width: measure(run.font, sizeIn(run.font, style), run.text),
  }));
  return { runs, style };
}

/** From the top of a line's box to its baseline, in points: capitals stand in the middle of the box. */
export function baselineOf(style: TextStyle): number {
  return (style.leading + style.size * 0.68) / 2;
}
