import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const states = ['fait', 'en partie', 'pas commencé'];
type Row = { code: string; number: number; state: string; proof: string };

/** How many numbered items each code of the grids has: none may fall out of the book. */
const itemCounts: Readonly<Record<string, number>> = {
  'INIT-1': 16,
  'ADRESSAGE-2': 14,
  'IDENTITE-3': 16,
  'DONNEES-4': 18,
  'INTERFACE SAISIE-5': 16,
  'ACTE DE TLM-6': 15,
  'SYNCHRONE-7': 14,
  'VIEWER-8': 15,
  'SUIVI-9': 17,
  'COMPTE RENDU-10': 14,
  'FACT-11': 15,
  'HABILITATIONS-1': 16,
  'MOBILITE-2': 13,
  'PARAMETRAGE-3': 13,
  'JOURNAUX-4': 13,
  'NOTIFICATIONS-5': 5,
  'ARCHIVAGE-6': 4,
  'REPORT-7': 12,
  'AIDE-8': 10,
  ÉTATS: 7,
  SITE: 5,
  ENV: 6,
  NET: 6,
  SEC: 6,
  DATA: 4,
  TRACE: 4,
  HA: 8,
  SUP: 5,
  PERF: 4,
  CLIENT: 3,
  RGAA: 3,
  FLOW: 10,
  REV: 4,
  SUPPORT: 4,
  DOC: 1,
  REG: 5,
  ADMIN: 1,
  MIO: 44,
};

const book = readFileSync(join(root, 'docs/requirements.md'), 'utf8');
const [summary = '', ...sections] = book.split(/^## /m);

const rows: readonly Row[] = sections.flatMap((section) => {
  const code = section.split(' · ')[0] ?? '';
  return [...section.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, number, state = '', proof = '']) => ({ code, number: Number(number), state, proof }),
  );
});

/** `en partie : ce qui manque` → `en partie` */
const stateOf = ({ state }: Row): string => state.split('\u00a0:')[0] ?? '';

/** Files between backquotes, each with the test names in guillemets that follow it. */
function proofsIn(text: string): { file: string; tests: string[] }[] {
  return [...text.matchAll(/`([^`]+)`((?: «\u00a0[^»]+\u00a0»)*)/g)].map(([, file = '', names = '']) => ({
    file,
    tests: [...names.matchAll(/«\u00a0([^»]+)\u00a0»/g)].map(([, name = '']) => name),
  }));
}

function standsIn(source: string, name: string): boolean {
  return ["'", '"', '`'].some((quote) => source.includes(quote + name + quote));
}

/** A path of this repository, as opposed to other code between backquotes. */
const isOwnPath = (text: string) =>
  /^(apps|bench|connectors|docs|domains|platform|protocols|simulators|tests|tools)\/[\w./-]+$/.test(text);

/** What a document cites and is not there. */
function missingProofs(text: string): string[] {
  return proofsIn(text).flatMap(({ file, tests }) => {
    if (!isOwnPath(file) && tests.length === 0) return [];
    if (!existsSync(join(root, file))) return [file];
    const source = tests.length > 0 ? readFileSync(join(root, file), 'utf8') : '';
    return tests.filter((name) => !standsIn(source, name)).map((name) => `${file}: ${name}`);
  });
}

describe('the acceptance book', () => {
  it('has a row for each numbered requirement', () => {
    const counted = Object.fromEntries(
      Object.keys(itemCounts).map((code) => [code, rows.filter((row) => row.code === code).length]),
    );
    expect(counted).toEqual(itemCounts);
    for (const [code, count] of Object.entries(itemCounts)) {
      const numbers = rows.filter((row) => row.code === code).map(({ number }) => number);
      expect(numbers, code).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  it('says of each its state, and what is missing of what is partly done', () => {
    const wrong = rows.filter((row) => {
      const state = stateOf(row);
      if (!states.some((known) => known === state)) return true;
      return (state === 'en partie') !== row.state.includes('\u00a0:');
    });
    expect(wrong).toEqual([]);
  });

  it('shows by a test what it calls done, and by a file what it calls begun', () => {
    const unproven = rows.filter((row) => {
      const proofs = proofsIn(row.proof);
      if (stateOf(row) === 'fait') return !proofs.some(({ tests }) => tests.length > 0);
      return stateOf(row) === 'en partie' && proofs.length === 0;
    });
    expect(unproven).toEqual([]);
  });

  it('counts its rows rightly', () => {
    const count = (code: string) =>
      states.map(
        (state) => rows.filter((row) => (!code || row.code === code) && stateOf(row) === state).length,
      );
    for (const code of Object.keys(itemCounts))
      expect(summary, code).toContain(`| ${code} | ${count(code).join(' | ')} |`);
    expect(summary).toContain(`| **total** | ${count('').join(' | ')} |`);
  });

  it.each(['docs/requirements.md', 'docs/security/hazards.md', 'docs/recipes.md'])(
    'cites in %s only files and tests that are there',
    (document) => {
      expect(missingProofs(readFileSync(join(root, document), 'utf8'))).toEqual([]);
    },
  );
});
