import { availableParallelism } from 'node:os';
import { interleave, type Course } from '../interleave.ts';
import { offersOfPool } from '../messages/offer.ts';
import { startContestant, type TaskName } from '../messages/start.ts';
import type { Table } from '../report.ts';
import type { Round } from '../statistics.ts';

const pools: readonly { readonly name: string; readonly threads: number; readonly task: TaskName }[] = [
  { name: '2 workers', threads: 2, task: 'pool2' },
  { name: '1 worker', threads: 1, task: 'pool1' },
];

/** Many offers by the pool, on one thread and on two: how it scales, and what a thread holds at most. */
export async function measurePool(folder: string, course: Course): Promise<Table[]> {
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const memory: Round[] = [];
  const rounds = await interleave(
    pools,
    { ...course, rounds: 1, tell },
    () => Promise.resolve(null),
    async ({ name, threads, task }) => {
      // A process for each pool: its high-water mark is that of nothing else.
      await using contestant = await startContestant(task, folder);
      const { seconds, restingBytes, peakBytes } = await contestant.run();
      memory.push(new Map([[name, (peakBytes - restingBytes) / threads / 1e6]]));
      return offersOfPool / seconds;
    },
  );
  const rows = pools.map(({ name, threads }) => ({ name, isOurs: threads > 1, missing: null }));
  return [
    {
      title: `MIO: ${offersOfPool} offers controlled by the pool`,
      unit: 'offers/s',
      decimals: 2,
      isMoreBetter: true,
      rows,
      rounds,
      notes: [
        `One round; threads start, compile the schema and warm up within the time. ${availableParallelism()} processors.`,
        ...notes,
      ],
    },
    {
      title: `MIO: ${offersOfPool} offers controlled by the pool, memory of a worker`,
      unit: 'MB resident at most',
      decimals: 0,
      isMoreBetter: false,
      rows: rows.map((row) => ({ ...row, isOurs: false })),
      rounds: memory,
      notes: [
        'Workers are threads: VmHWM of a process started for this pool alone, less what was resident before the pool opened, divided by the workers. The copies of offers that wait in the process are counted as theirs.',
      ],
    },
  ];
}
