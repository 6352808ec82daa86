import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatDocumentation } from './documentation/format-documentation.ts';
import { formatTypes } from './table/generate-types.ts';
import { findOasisSchemas } from './testing-xmllint.ts';
import { formatStructure } from './ubl/generate-structure.ts';

const generated = (name: string) => readFileSync(new URL(`generated/${name}`, import.meta.url), 'utf8');

it('has the types that the field table gives', () => {
  expect(generated('messages.ts') === formatTypes(), 'run node src/table/generate-types.ts').toBe(true);
});

it('has the structure that the schemas of OASIS give', () => {
  const folder = findOasisSchemas();
  const fresh = folder ? formatStructure(folder) : generated('ubl-structure.ts');
  expect(generated('ubl-structure.ts') === fresh, 'run node src/ubl/generate-structure.ts <folder>').toBe(
    true,
  );
});

it('has the documentation that the field table gives', () => {
  for (const [name, text] of Object.entries(formatDocumentation())) {
    const page = readFileSync(new URL(`../../../docs/mio/${name}`, import.meta.url), 'utf8');
    expect(page === text, `${name}: run node src/documentation/generate-documentation.ts`).toBe(true);
  }
});
