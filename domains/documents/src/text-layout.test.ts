import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type TextStyle } from './text-layout.ts';

fc.configureGlobal({ seed: 20261120 });

const style: TextStyle = { font: 'regular', size: 10, leading: 13, color: '#000000' };
/** Every character is one point wide. */
const measure = (_font: string, _size: number, text: string) => text.length;
const linesOf = (text: string, width: number) =>
  layOut(measure, text, style, width).map((line) => line.runs.map((run) => run.text).join(''));

describe('layOut', () => {
  it('breaks at spaces and after hyphens, and keeps the space that ends a line', () => {
    expect(linesOf('une main droite', 10)).toEqual(['une main ', 'droite']);
    expect(linesOf('centre-ville', 8)).toEqual(['centre-', 'ville']);
  });

  it('never breaks at a no-break space', () => {
    expect(linesOf('dose 10\u00a0mg', 8)).toEqual(['dose ', '10\u00a0mg']);
  });

  it('keeps empty lines and line ends', () => {
    expect(linesOf('a\r\n\nb', 10)).toEqual(['a ', ' ', 'b']);
  });

  it('loses no character, and no line is wider than asked but for the space that ends it', () => {
    const text = fc.stringMatching(/^[a-z -]{0,120}$/);
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 40 }), (given, width) => {
        const lines = linesOf(given, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        for (const line of lines) expect(line.trimEnd().length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
