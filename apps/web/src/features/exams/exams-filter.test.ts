import { expect, it } from 'vitest';

import { describeModalities, readFilter } from './exams-filter.ts';

it('keeps the last 24 hours and every modality unless the address says otherwise', () => {
  expect(readFilter(new URLSearchParams())).toEqual({ period: '24', modality: 'all' });
  expect(readFilter(new URLSearchParams('periode=168&modalite=CT'))).toEqual({
    period: '168',
    modality: 'CT',
  });
  expect(readFilter(new URLSearchParams('periode=9&modalite=%3Cb%3E'))).toEqual({
    period: '24',
    modality: 'all',
  });
});

it('names the modalities of the images, and the others only when there are no images', () => {
  expect(describeModalities(['CT', 'SR'])).toBe('Scanner');
  expect(describeModalities(['MR', 'XA'])).toBe('IRM + Angiographie');
  expect(describeModalities(['SR'])).toBe('SR');
});
