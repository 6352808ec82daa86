import { interleave, type Course } from '../interleave.ts';
import { makeSlices, type SliceTemplates } from '../inputs/slices.ts';
import { missingPrograms } from '../programs.ts';
import { liaison, liaisonUnsynced } from '../receivers/liaison.ts';
import { orthanc } from '../receivers/orthanc.ts';
import { platformName, type RunningPlatform } from '../receivers/platform.ts';
import type { Receiver } from '../receivers/receiver.ts';
import { storescpDefault, storescpFast } from '../receivers/storescp.ts';
import type { Table } from '../report.ts';
import { settleDisk } from '../scratch.ts';
import { rawSender } from '../senders/raw.ts';
import type { Sender } from '../senders/sender.ts';
import { storescu } from '../senders/storescu.ts';

const alone = [liaison, liaisonUnsynced, storescpDefault, storescpFast, orthanc];
const rows = [liaison, { name: platformName, isOurs: true, missing: null }, ...alone.slice(1)];

type Given = {
  readonly templates: SliceTemplates;
  readonly images: number;
  readonly platform: RunningPlatform;
};

/** C-STORE images a second, by each sender, on 1 and 4 associations. */
export async function measureStore(given: Given, course: Course): Promise<Table[]> {
  await using started = new AsyncDisposableStack();
  const receivers: Receiver[] = [given.platform];
  for (const kind of alone.filter(({ missing }) => missing === null))
    receivers.push(started.use(await kind.start()));
  const runs = [storescu, rawSender].flatMap((sender) =>
    [1, 4].map((associations) => ({ sender, associations })),
  );
  const tables: Table[] = [];
  for (const [index, { sender, associations }] of runs.entries()) {
    // What is left of the time is for this run and those after it.
    const share = (course.deadline - performance.now()) / (runs.length - index);
    const own = { ...course, deadline: performance.now() + share };
    tables.push(await measureOne(given, own, receivers, sender, associations));
  }
  return tables;
}

async function measureOne(
  given: Given,
  course: Course,
  receivers: readonly Receiver[],
  sender: Sender,
  associations: number,
): Promise<Table> {
  const title = `C-STORE, ${sender.name}, ${associations} association${associations > 1 ? 's' : ''}`;
  const table = { title, unit: 'images/s', decimals: 0, isMoreBetter: true };
  const missing = sender === storescu ? missingPrograms('storescu') : null;
  if (missing !== null) {
    return { ...table, rows: rows.map((row) => ({ ...row, missing })), rounds: [], notes: [] };
  }
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const measure = async (receiver: Receiver): Promise<number> =>
    given.images / (await timeOne(given, receiver, sender, associations));
  const once = { ...course, rounds: 1, tell };
  await interleave(receivers, once, () => Promise.resolve(null), measure);
  const rounds = await interleave(receivers, { ...course, tell }, () => Promise.resolve(null), measure);
  return { ...table, rows, rounds, notes };
}

/** Seconds to send a study that the receiver has never seen. Throws when it does not hold all of it afterwards. */
async function timeOne(
  given: Given,
  receiver: Receiver,
  sender: Sender,
  associations: number,
): Promise<number> {
  const study = makeSlices(given.templates, given.images);
  using prepared = await sender.prepare(study, associations);
  try {
    settleDisk();
    const seconds = await prepared.send(receiver);
    const stored = await receiver.countStored({ ...study, imageCount: given.images });
    if (stored !== given.images) throw new Error(`${stored} images stored of ${given.images}`);
    return seconds;
  } finally {
    await receiver.forget();
  }
}
