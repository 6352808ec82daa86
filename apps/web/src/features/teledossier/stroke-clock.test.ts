import { describe, expect, it } from 'vitest';
import { strokeClock } from './stroke-clock.ts';

const seen = '2026-11-20T10:00:00.000Z';
const at = (iso: string) => Date.parse(iso);

describe('strokeClock', () => {
  it('shows none when "dernière fois vu bien" is unknown', () => {
    expect(strokeClock(null, at(seen))).toBeNull();
    expect(strokeClock('unknown', at(seen))).toBeNull();
  });

  it('runs down to 4 h 30 and says when an hour or less is left', () => {
    expect(strokeClock(seen, at('2026-11-20T11:00:00Z'))).toEqual({
      kind: 'running',
      deadline: '2026-11-20T14:30:00.000Z',
      remainingMs: 3.5 * 3_600_000,
      isSoon: false,
    });
    expect(strokeClock(seen, at('2026-11-20T13:30:00Z'))).toMatchObject({ isSoon: true });
  });

  it('says since when 4 h 30 have passed', () => {
    expect(strokeClock(seen, at('2026-11-20T14:30:00Z'))).toMatchObject({ kind: 'passed', sinceMs: 0 });
    expect(strokeClock(seen, at('2026-11-20T15:00:00Z'))).toMatchObject({
      kind: 'passed',
      sinceMs: 1_800_000,
    });
  });
});
