import { expect, it } from 'vitest';
import { LinkMeter } from './link-meter.ts';

it('calls a link slow by what it carried, frames that came together counted together', () => {
  const slow = new LinkMeter();
  const fast = new LinkMeter();
  for (let frame = 0; frame < 4; frame += 1) {
    // 10 Mb/s: 225 kB in 180 ms; and a gigabit, on which four frames of 225 kB share 8 ms.
    slow.note(225_000, frame * 180, (frame + 1) * 180);
    fast.note(225_000, 0, 8);
  }
  expect(slow.isSlow).toBe(true);
  expect(fast.isSlow).toBe(false);
});

it('calls no link slow before it knows', () => {
  const meter = new LinkMeter();
  meter.note(100_000, 0, 5000);
  meter.note(100_000, 5000, 10_000);
  expect(meter.isSlow).toBe(false);
});
