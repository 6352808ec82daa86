import { expect, it } from 'vitest';
import { adviceFor } from './advice.ts';
import { french } from './fr.ts';

/** Refusals of the domain, and failures, whose text is the advice. */
const clear = new Set([
  'pacs/bad-identifier',
  'pacs/too-many-matches',
  'pacs/cancelled',
  'pacs/no-peer',
  'pacs/not-your-structure',
  'pacs/inactive',
  'pacs/no-search',
  'pacs/no-retrieve',
  'pacs/no-criterion',
  'pacs/ae-title-taken',
  'pacs/ae-title-claimed',
  'pacs/unbound',
  'pacs/no-query-to-approve',
  'pacs/no-store-to-approve',
  'pacs/changed-meanwhile',
  'pacs/no-retrieval',
  'pacs/nothing-to-retry',
  'pacs/nothing-to-cancel',
]);

it('tells who asked what he can do and whom he calls, whatever failed at a PACS', () => {
  const without = Object.keys(french).filter((code) => adviceFor(code) === null);
  expect(new Set(without)).toEqual(clear);
  const settings = adviceFor('pacs/move-destination-unknown');
  expect(settings).toContain('Appelez votre référent PACS');
  expect(adviceFor('pacs/connect-timeout')).toContain('Attendez quelques minutes');
});
