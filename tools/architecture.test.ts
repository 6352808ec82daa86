import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domainRanks, platformRanks } from '../architecture.mjs';
import { withDiagram } from './architecture-diagram.mjs';

const root = resolve(import.meta.dirname, '..');
const folders = (path: string) =>
  new Set(
    readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    ),
  );

describe('architecture.mjs', () => {
  it('ranks every domain and platform package that there is, and no other', () => {
    expect(folders('domains')).toEqual(new Set(Object.keys(domainRanks)));
    expect(folders('platform')).toEqual(new Set(Object.keys(platformRanks)));
  });

  it('is what ARCHITECTURE.md draws', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(withDiagram(text) === text, 'run node tools/architecture-diagram.mjs').toBe(true);
  });
});
