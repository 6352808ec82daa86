import { interleave, type Course } from '../interleave.ts';
import { writeMarket } from '../messages/offer.ts';
import { installPeer, nameOf } from '../messages/peers.ts';
import { startContestant, type Contestant, type TaskName } from '../messages/start.ts';
import type { Table } from '../report.ts';
import { makeScratch } from '../scratch.ts';
import { measureGrowth } from './mio-growth.ts';
import { measurePool } from './mio-pool.ts';

type Row = {
  readonly name: string;
  readonly task: TaskName;
  readonly isOurs: boolean;
  readonly missing: string | null;
};
type Duel = {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
};

const lines = 5000;
/** A duel's rounds end early rather than take what those after it need. */
const mostOfTheRest = 0.3;

/** MIO: offers controlled, signed, verified, written to and read from workbooks, beside others' libraries. */
export async function measureMio(course: Course): Promise<Table[]> {
  const scratch = makeScratch('mio');
  try {
    const megabytes = writeMarket(scratch.path, lines);
    const tables: Table[] = [];
    for (const duel of await listDuels()) {
      const share = (course.deadline - performance.now()) * mostOfTheRest;
      const own = { ...course, deadline: performance.now() + share };
      tables.push(await measureDuel(duel, scratch.path, own));
    }
    tables.push(...(await measurePool(scratch.path, course)));
    tables.push(...(await measureGrowth(course)));
    const [first, ...others] = tables;
    const size = `Offers: ${lines} lines in ${lines / 100} lots, ${megabytes.toFixed(1)} MB, with 50 GTIN whose check digit is wrong, which every controller has to find.`;
    return first ? [{ ...first, notes: [size, processes, ...first.notes] }, ...others] : [];
  } finally {
    scratch.remove();
  }
}

const processes =
  'Each contestant is a process of its own, which worked on 500 lines 3 times before; its input is in memory.';

async function measureDuel(
  { title, rows, notes: known }: Duel,
  folder: string,
  course: Course,
): Promise<Table> {
  await using started = new AsyncDisposableStack();
  const notes = [...known];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const contestants: { readonly name: string; readonly contestant: Contestant }[] = [];
  for (const { name, task } of rows.filter(({ missing }) => missing === null))
    contestants.push({ name, contestant: started.use(await startContestant(task, folder)) });
  const peaks = new Map<string, number>();
  const rounds = await interleave(
    contestants,
    { ...course, tell },
    () => Promise.resolve(null),
    async ({ name, contestant }) => {
      const { seconds, peakBytes } = await contestant.run();
      peaks.set(name, peakBytes / 1e6);
      return seconds * 1000;
    },
  );
  const held = [...peaks].map(([name, peak]) => `${name} ${peak.toFixed(0)}`);
  notes.push(`Most resident memory of each process, in MB: ${held.join('; ')}.`);
  return { title, unit: 'ms', decimals: 0, isMoreBetter: false, rows, rounds, notes };
}

async function listDuels(): Promise<Duel[]> {
  const missing = { exceljs: await installPeer('exceljs'), 'xml-crypto': await installPeer('xml-crypto') };
  const own = (name: string, task: TaskName): Row => ({ name, task, isOurs: true, missing: null });
  const other = (name: string, task: TaskName): Row => ({ name, task, isOurs: false, missing: null });
  const peer = (name: keyof typeof missing, task: TaskName): Row => ({
    name: nameOf(name),
    task,
    isOurs: false,
    missing: missing[name],
  });
  const crypto =
    'xml-crypto signs by RSA 2048, for it has no ECDSA; ours by ECDSA P-256. The whole certificate also seals and digests each line; both are without time stamp.';
  return [
    {
      title: `MIO: full control of an offer of ${lines} lines`,
      rows: [
        own('Liaison, schema, all rules, report', 'control'),
        other('libxml2-wasm, parse and schema only', 'bareSchema'),
        other('node-schematron, published Schematron only', 'schematron'),
      ],
      notes: [
        'The Schematron (docs/mio/schematron/mio-m20.sch) holds the rules that XPath can say, without the needs or code lists; the schema is the same for libxml2-wasm alone, whose time is to be at least a fifth of ours.',
      ],
    },
    {
      title: `MIO: sign an offer of ${lines} lines`,
      rows: [
        own('Liaison, signature', 'sign'),
        own('Liaison, whole certificate', 'certify'),
        peer('xml-crypto', 'signPeer'),
      ],
      notes: [crypto],
    },
    {
      title: `MIO: verify an offer of ${lines} lines`,
      rows: [
        own('Liaison, signature', 'verify'),
        own('Liaison, whole certificate', 'verifyCertified'),
        peer('xml-crypto', 'verifyPeer'),
      ],
      notes: [],
    },
    {
      title: `MIO: write the workbook of an offer of ${lines} lines`,
      rows: [own('Liaison, from the message', 'writeModel'), peer('exceljs', 'writeExcelJs')],
      notes: ['exceljs writes the same workbook again, whose cells it has in memory before.'],
    },
    {
      title: `MIO: read the workbook of an offer of ${lines} lines`,
      rows: [
        own('Liaison, to the message', 'readModel'),
        own('Liaison, cells alone', 'readCells'),
        peer('exceljs', 'readExcelJs'),
      ],
      notes: ['exceljs reads cells; to the message, each value is judged against the standard, too.'],
    },
  ];
}
