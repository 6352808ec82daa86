import { expect, it } from 'vitest';
import { shownText } from './shown-text.ts';

it('lets nothing in a name act on what stands beside it', () => {
  expect(shownText('MARTIN\u202eNITRAM\u0000\u0007\u200b')).toBe('MARTIN\ufffdNITRAM\ufffd\ufffd\ufffd');
  expect(shownText('LEFÈVRE d’Anaïs')).toBe('LEFÈVRE d’Anaïs');
  expect(shownText('x'.repeat(5000))).toHaveLength(201);
});
