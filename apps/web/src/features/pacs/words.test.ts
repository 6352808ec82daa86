import { describe, expect, it } from 'vitest';

import { describeAwaiting, describeRetrieval } from './words.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('what is shown of a retrieval', () => {
  it('says how many of how many, and why not in two words', () => {
    const awaiting = { source: 'PACS', reason: '', done: 0, total: 641 };
    expect(plain(describeAwaiting({ ...awaiting, state: 'moving' }, 0).text)).toBe(
      '0 sur 641 images · récupération depuis PACS',
    );
    const reason = 'AET refusé\u00a0: le PACS ne connaît pas la destination «\u00a0LIAISON\u00a0». (A801)';
    expect(plain(describeAwaiting({ ...awaiting, state: 'failed', reason }, 0).text)).toBe(
      'AET refusé, 0/641 images',
    );
    const end = { state: 'incomplete', arrived: 638, total: 641, failure: null } as const;
    expect(plain(describeRetrieval(end).text)).toBe('Incomplet · 638 sur 641 images');
    const lacking = { ...awaiting, state: 'failed', reason: 'Le PACS dit avoir tout envoyé.' } as const;
    expect(plain(describeAwaiting(lacking, 638).text)).toBe('Incomplet, 638 sur 641 images');
  });
});
