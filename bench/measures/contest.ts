import { interleave, type Course } from '../interleave.ts';
import type { Table } from '../report.ts';
import { settleDisk } from '../scratch.ts';

export type Contest = {
  readonly title: string;
  /** That each run has to bring. */
  readonly images: number;
  readonly contestants: readonly { readonly name: string; readonly isOurs: boolean; run(): Promise<void> }[];
  /** Images that came, and how they are forgotten. */
  count(): Promise<number>;
  clear(): Promise<void>;
};

/** Images a second of each contestant, by its whole run. */
export async function contest(given: Contest, course: Course): Promise<Table> {
  const { title, images, contestants } = given;
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const measure = async ({ run }: Contest['contestants'][number]): Promise<number> => {
    settleDisk();
    try {
      const start = performance.now();
      await run();
      const seconds = (performance.now() - start) / 1000;
      const stored = await given.count();
      if (stored !== images) throw new Error(`${stored} images of ${images} came`);
      return images / seconds;
    } finally {
      await given.clear();
    }
  };
  const nothing = () => Promise.resolve(null);
  await interleave(contestants, { ...course, rounds: 1, tell }, nothing, measure);
  const rounds = await interleave(contestants, { ...course, tell }, nothing, measure);
  const rows = contestants.map(({ name, isOurs }) => ({ name, isOurs, missing: null }));
  return { title, unit: 'images/s', decimals: 0, isMoreBetter: true, rows, rounds, notes };
}
