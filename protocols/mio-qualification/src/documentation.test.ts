import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { requirements } from './requirement.ts';

it('is documented, requirement by requirement, in the words of the report', () => {
  const guide = readFileSync(new URL('../../../docs/mio/qualification.md', import.meta.url), 'utf8');
  const rows = [...guide.matchAll(/^\| ([A-Z]+-\d) \| (.*) \|$/gm)].map(([, code, text]) => [code, text]);
  expect(rows).toEqual(Object.entries(requirements));
});
