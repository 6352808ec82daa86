import { describe, expect, it } from 'vitest';
import {
  activePlace,
  activeStack,
  at,
  changed,
  grown,
  indexOf,
  neighbourSeries,
  onSeries,
  opened,
  wantedSlot,
} from './stack.ts';
import type { Session } from './stack.ts';
import { manifestFixture, seriesFixture } from './viewer-fixtures.ts';

const shownUid = (session: Session): string | undefined => wantedSlot(session)?.instance.SOPInstanceUID;

describe('opening a study', () => {
  it('shows the middle of the key series, with the first window that it names', () => {
    const session = opened(
      manifestFixture([seriesFixture('8', [0]), seriesFixture('9', [0, 5, 10, 15], { isKey: true })]),
    );
    expect(session.seriesUid).toBe('9');
    expect(shownUid(session)).toBe('9.10');
    expect(activePlace(session)?.window).toEqual({ center: 40, width: 80 });
  });

  it('passes over a key series that cannot be shown', () => {
    const hidden = seriesFixture('9', [0], {
      isKey: true,
      notShownBecause: 'Compression non prise en charge',
    });
    expect(opened(manifestFixture([hidden, seriesFixture('8', [0])])).seriesUid).toBe('8');
  });

  it('shows nothing while no image arrived', () => {
    expect(opened(manifestFixture([])).seriesUid).toBeNull();
    expect(opened(manifestFixture([seriesFixture('9', [])])).seriesUid).toBeNull();
  });

  it('makes one step of each frame of a multi-frame instance', () => {
    const series = seriesFixture('9', [0]);
    const cine = { ...series, instances: series.instances.map((one) => ({ ...one, frames: 30 })) };
    expect(activeStack(opened(manifestFixture([cine]))).map((slot) => slot.frame)).toHaveLength(30);
  });
});

describe('a study that grows', () => {
  const before = changed(at(opened(manifestFixture([seriesFixture('9', [10, 20, 30])])), 1), {
    window: { center: 200, width: 600 },
    view: { zoom: 2, x: 3, y: 4 },
    inverted: true,
  });

  it('keeps the displayed SOPInstanceUID when slices come in before it', () => {
    const after = grown(before, manifestFixture([seriesFixture('9', [0, 5, 10, 15, 20, 25, 30, 35])], 2));
    expect(shownUid(after)).toBe('9.20');
    expect(indexOf(after)).toBe(4);
    expect(activeStack(after)).toHaveLength(8);
  });

  it('keeps window, zoom, pan and inversion, even when an earlier slice names another window', () => {
    const series = seriesFixture('9', [0, 10, 20, 30]);
    const instances = series.instances.map((one, i) =>
      i === 0 ? { ...one, windowCenter: 500, windowWidth: 2000 } : one,
    );
    const after = grown(before, manifestFixture([{ ...series, instances }], 2));
    expect(activePlace(after)).toEqual(activePlace(before));
    expect(activePlace(after)?.origin).toEqual({ center: 40, width: 80 });
  });

  it('stays on its series when a key series arrives', () => {
    const key = seriesFixture('1', [0, 1, 2], { isKey: true });
    const after = grown(before, manifestFixture([key, seriesFixture('9', [10, 20, 30])], 2));
    expect(after.seriesUid).toBe('9');
    expect(shownUid(after)).toBe('9.20');
  });

  it('opens when its first image arrives', () => {
    const after = grown(opened(manifestFixture([])), manifestFixture([seriesFixture('9', [10])], 2));
    expect(shownUid(after)).toBe('9.10');
  });

  it('goes to the slice at the same place when the server no longer holds the displayed one', () => {
    const after = grown(before, manifestFixture([seriesFixture('9', [10, 30, 40])], 2));
    expect(shownUid(after)).toBe('9.30');
  });
});

describe('moving in a study', () => {
  const session = opened(manifestFixture([seriesFixture('8', [0, 1, 2]), seriesFixture('9', [0, 1, 2])]));

  it('stops at both ends', () => {
    expect(indexOf(at(session, -3))).toBe(0);
    expect(indexOf(at(session, 99))).toBe(2);
  });

  it('comes back to a series where it was left, with its own window', () => {
    const left = changed(at(session, 0), { window: { center: 1, width: 2 } });
    const elsewhere = onSeries(left, '9');
    expect(activePlace(elsewhere)?.window).toEqual({ center: 40, width: 80 });
    const back = onSeries(elsewhere, '8');
    expect(indexOf(back)).toBe(0);
    expect(activePlace(back)?.window).toEqual({ center: 1, width: 2 });
  });

  it('knows the series before and after', () => {
    expect(neighbourSeries(session, 1)).toBe('9');
    expect(neighbourSeries(session, -1)).toBeNull();
  });
});
