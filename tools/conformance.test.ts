import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { withRegistry } from './conformance.mjs';

it('lists in docs/dicom-conformance.md what the receiver accepts today', () => {
  const text = readFileSync(join(resolve(import.meta.dirname, '..'), 'docs/dicom-conformance.md'), 'utf8');
  expect(withRegistry(text) === text, 'run node tools/conformance.mjs').toBe(true);
});
