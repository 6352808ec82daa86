import { interleave, type Course } from '../interleave.ts';
import { writeMarket } from '../messages/offer.ts';
import { startContestant } from '../messages/start.ts';
import type { Table } from '../report.ts';
import { makeScratch } from '../scratch.ts';
import type { Round } from '../statistics.ts';

const sizes = [1000, 10_000, 100_000].map((lines) => ({ name: `${lines} lines`, lines }));

/** Whether the time of a control grows with the lines and no faster; one process for each size. */
export async function measureGrowth(course: Course): Promise<Table[]> {
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const memory: Round[] = [];
  const rounds = await interleave(
    sizes,
    { ...course, rounds: 1, tell },
    () => Promise.resolve(null),
    async ({ name, lines }) => {
      const folder = makeScratch('mio-growth');
      try {
        const megabytes = writeMarket(folder.path, lines);
        await using contestant = await startContestant('control', folder.path);
        const { seconds, peakBytes } = await contestant.run();
        memory.push(new Map([[name, peakBytes / 1e6]]));
        notes.push(`${name}: ${megabytes.toFixed(1)} MB, ${seconds.toFixed(2)} s.`);
        return (seconds * 1000) / (lines / 1000);
      } finally {
        folder.remove();
      }
    },
  );
  const rows = sizes.map(({ name }) => ({ name, isOurs: false, missing: null }));
  const common = { decimals: 0, isMoreBetter: false, rows };
  return [
    { ...common, title: 'MIO: control, growth', unit: 'ms for 1,000 lines', rounds, notes },
    {
      ...common,
      title: 'MIO: control, growth, memory',
      unit: 'MB resident at most',
      rounds: memory,
      notes: ['VmHWM of the whole process, with the input and the needs read.'],
    },
  ];
}
