import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStep, outcomeOf, patienceMs, retryDelayMs, waitsForMore, type Standing } from './model.ts';

const start = new Date('2026-11-20T13:00:00Z');
const cut = { kind: 'trouble', code: 'pacs/refused', detail: '', mayPass: true } as const;
const refused = { ...cut, mayPass: false } as const;
const fresh: Standing = {
  peerAt: 0,
  peerCount: 1,
  triesEach: 3,
  failuresHere: 0,
  attempts: 1,
  giveUpAt: new Date(start.getTime() + patienceMs),
};

/** Every failure until it is given up: the delays and the places. */
function untilGivenUp(standing: Standing): { peers: number[]; elapsedMs: number; tries: number } {
  let state = standing;
  let now = start;
  const peers: number[] = [];
  for (let tries = 1; tries < 10_000; tries += 1) {
    peers.push(state.peerAt);
    const step = nextStep(cut, state, now);
    if (step.state !== 'waiting') return { peers, elapsedMs: now.getTime() - start.getTime(), tries };
    now = new Date(now.getTime() + step.delayMs);
    state = { ...state, ...step, attempts: state.attempts + 1 };
  }
  throw new Error('never given up');
}

describe('what follows a try', () => {
  it('is tried for about a day, ever more rarely', () => {
    const { elapsedMs, tries } = untilGivenUp(fresh);
    expect(elapsedMs).toBeGreaterThan(patienceMs - 3_600_000);
    expect(elapsedMs).toBeLessThanOrEqual(patienceMs);
    expect(tries).toBeLessThan(120);
  });

  it('never waits less after one more failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (failures) => {
        expect(retryDelayMs(failures + 1)).toBeGreaterThanOrEqual(retryDelayMs(failures));
      }),
      { seed: 5 },
    );
  });

  it('has the next destination take over after so many failures, at once, and the first again after the last', () => {
    const { peers } = untilGivenUp({ ...fresh, peerCount: 2, triesEach: 2 });
    expect(peers.slice(0, 6)).toEqual([0, 0, 1, 1, 0, 0]);
    expect(nextStep(cut, { ...fresh, peerCount: 2, triesEach: 1 }, start)).toEqual({
      state: 'waiting',
      peerAt: 1,
      failuresHere: 0,
      delayMs: 0,
    });
  });

  it('fails at once on what does not pass by itself, once no other destination is left', () => {
    expect(nextStep(refused, { ...fresh, peerCount: 2 }, start)).toMatchObject({
      state: 'waiting',
      peerAt: 1,
    });
    expect(nextStep(refused, { ...fresh, peerCount: 2, peerAt: 1 }, start)).toEqual({ state: 'failed' });
  });

  it('ends in finitely many tries wherever it stands', () => {
    const standing = fc.record({
      peerCount: fc.integer({ min: 1, max: 5 }),
      triesEach: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(standing, (given) => {
        const { peers, elapsedMs } = untilGivenUp({ ...fresh, ...given });
        expect(elapsedMs).toBeLessThanOrEqual(patienceMs);
        expect(new Set(peers).size).toBe(given.peerCount);
      }),
      { seed: 6, numRuns: 40 },
    );
  });
});

describe('a C-STORE status', () => {
  it.each([
    [0x0000, 'sent'],
    [0x0111, 'sent'],
    [0xb000, 'warned'],
    [0xb007, 'warned'],
    [0x0107, 'warned'],
    [0xa900, 'refused'],
    [0xc001, 'refused'],
    [0x0122, 'refused'],
    [0xa700, null],
    [0xa702, null],
    [0x0110, null],
  ])('%i means %s', (status, outcome) => {
    expect(outcomeOf(status)).toBe(outcome);
  });
});

describe('a try after which nothing lacked', () => {
  const counts = { total: 5, sent: 4, refused: 1 };

  it('is the last one where the study has come and all of it left', () => {
    expect(waitsForMore('idle', counts)).toBe(false);
    expect(waitsForMore('stalled', counts)).toBe(false);
    expect(waitsForMore('receiving', counts)).toBe(true);
    expect(waitsForMore('expected', { total: 0, sent: 0, refused: 0 })).toBe(true);
  });

  it('is not the last one where images came between the try and its end, the study at rest by then', () => {
    expect(waitsForMore('idle', { ...counts, total: 6 })).toBe(true);
  });

  it('is the last one where the study was purged, or is no more', () => {
    expect(waitsForMore('purged', { total: 0, sent: 0, refused: 0 })).toBe(false);
    expect(waitsForMore(undefined, { ...counts, total: 6 })).toBe(false);
  });
});
