import { describe, expect, it } from 'vitest';
import { imagingLineOf } from './imaging-line.ts';

const study = {
  imageCount: 300,
  modalities: ['CT'],
  arrival: 'idle',
  awaiting: null,
  purged: null,
} as const;
const bringing = { source: 'CHA_PACS', reason: '', done: 0 } as const;
const purged = { at: '2026-11-01T00:00:00.000Z', archivedIn: 'CHU_PACS' };

describe('the images of several studies in one line', () => {
  it('never let a study that is complete hide one that is not', () => {
    const arrivalOf = (...arrivals: ('receiving' | 'idle' | 'stalled' | 'expected')[]) =>
      imagingLineOf(arrivals.map((arrival) => ({ ...study, arrival }))).arrival;
    expect(arrivalOf()).toBe('none');
    expect(arrivalOf('idle')).toBe('idle');
    expect(arrivalOf('idle', 'expected')).toBe('expected');
    expect(arrivalOf('idle', 'receiving', 'expected')).toBe('receiving');
    expect(arrivalOf('receiving', 'stalled')).toBe('stalled');
  });

  it('count what is here and what is to come, and say first what failed', () => {
    const moving = { ...bringing, state: 'moving', done: 120, total: 641 } as const;
    const failed = { ...bringing, state: 'failed', reason: 'AET refusé', total: 80 } as const;
    const line = imagingLineOf([
      study,
      { ...study, imageCount: 120, arrival: 'receiving', awaiting: moving },
      { ...study, imageCount: 0, modalities: ['MR'], arrival: 'expected', awaiting: failed },
    ]);
    expect(line).toMatchObject({ imageCount: 420, modalities: ['CT', 'MR'] });
    expect(line.awaiting).toMatchObject({ state: 'failed', reason: 'AET refusé', total: 1021 });
    const unknown = { ...bringing, state: 'waiting', total: null } as const;
    expect(imagingLineOf([study, { ...study, awaiting: unknown }]).awaiting?.total).toBeNull();
  });

  it('tell a purge only where no image is left', () => {
    const gone = { ...study, imageCount: 0, arrival: 'purged', purged } as const;
    expect(imagingLineOf([gone])).toMatchObject({ arrival: 'purged', purged });
    expect(imagingLineOf([gone, study])).toMatchObject({ arrival: 'idle', purged: null });
  });
});
