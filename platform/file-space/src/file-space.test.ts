import { describe, expect, it } from 'vitest';
import { FileSpaceError } from './file-space.ts';
import { isUnfinished, nameAround, nameOfStaged, safeName, stagedName } from './names.ts';
import { SettledFiles } from './settled-files.ts';

describe('files that are still being written', () => {
  it('are told from whole ones by staying the same for a while', () => {
    let now = 0;
    const settled = new SettledFiles(2000, () => now);
    const at = (size: number, modifiedMs = 1) => [{ name: 'offre.xml', size, modifiedMs }];
    const look = (ms: number, size: number, modifiedMs?: number) => {
      now = ms;
      return settled.look(at(size, modifiedMs)).length;
    };
    expect([look(0, 10), look(1000, 20), look(2500, 20), look(3000, 20)]).toEqual([0, 0, 0, 1]);
    // Written again in place, with the same length.
    expect([look(3500, 20, 2), look(5000, 20, 2), look(5500, 20, 2)]).toEqual([0, 0, 1]);
    // Taken away and put back: a new file.
    settled.look([]);
    expect(look(6000, 20, 2)).toBe(0);
  });

  it('never settle empty: a program that opens its file first has not written it', () => {
    let now = 0;
    const settled = new SettledFiles(10, () => now);
    const empty = [{ name: 'offre.xml', size: 0, modifiedMs: 1 }];
    settled.look(empty);
    now = 1e6;
    expect(settled.look(empty)).toEqual([]);
  });

  it('come in the order in which they were written', () => {
    const settled = new SettledFiles(0, () => 0);
    const found = [
      { name: 'b.xml', size: 1, modifiedMs: 2 },
      { name: 'a.xml', size: 1, modifiedMs: 2 },
      { name: 'c.xml', size: 1, modifiedMs: 1 },
    ];
    expect(settled.look(found).map(({ name }) => name)).toEqual(['c.xml', 'a.xml', 'b.xml']);
  });

  it.each([
    '.offre.xml',
    '~$offre.xlsx',
    'offre.xml.tmp',
    'offre.XML.PART',
    'offre.xml.filepart',
    'offre.xml~',
  ])('are known by their names: %s', (name) => {
    expect(isUnfinished(name)).toBe(true);
  });

  it('are named so that they are known as ours', () => {
    expect(nameOfStaged(stagedName('offre.xml'))).toBe('offre.xml');
    expect(isUnfinished(stagedName('offre.xml'))).toBe(true);
    expect(nameOfStaged('offre.xml')).toBeNull();
  });
});

describe('names of files from outside', () => {
  it.each([
    '',
    '..',
    '../a.xml',
    'a/b.xml',
    'a\\b.xml',
    'C:a.xml',
    'a\0.xml',
    'nul.xml',
    'a.xml ',
    'a.',
    'x'.repeat(247),
    'é'.repeat(124),
    'a\ud83d.xml',
  ])('are refused when they lead elsewhere or fit no Windows share: %j', (name) => {
    expect(() => safeName(name)).toThrow(FileSpaceError);
  });

  it('make room for what is added to them, their extension kept', () => {
    expect(nameAround('1-', 'offre.xml', '.txt')).toBe('1-offre.xml.txt');
    const made = ['a', 'b'].map((end) => nameAround('1-', `${'é'.repeat(120)}${end}.xml`, '.txt'));
    for (const name of made) expect(safeName(name)).toMatch(/^1-é+~[0-9a-f]{8}\.xml\.txt$/);
    expect(new Set(made).size).toBe(2);
  });

  it('may have accents, spaces and dots', () => {
    for (const name of ['Offre n° 12 – été.v2.xml', `${'é'.repeat(121)}.xml`]) {
      expect(safeName(name)).toBe(name);
      expect(Buffer.byteLength(stagedName(name))).toBeLessThanOrEqual(255);
    }
  });
});
