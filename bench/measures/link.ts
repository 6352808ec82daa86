import { interleave, type Course } from '../interleave.ts';
import { makeSlices, type SliceTemplates } from '../inputs/slices.ts';
import { openLink, type Link } from '../links/namespace.ts';
import { liaisonOn } from '../receivers/liaison.ts';
import { orthanc } from '../receivers/orthanc.ts';
import type { Receiver, ReceiverKind } from '../receivers/receiver.ts';
import { storescpDefault, storescpFast } from '../receivers/storescp.ts';
import type { Table } from '../report.ts';
import { settleDisk } from '../scratch.ts';
import { storescuThrough } from '../senders/storescu.ts';

type Given = { readonly templates: SliceTemplates; readonly images: number };

/** As a hospital's network is, and as a link between two towns is. */
const delays = [0, 60] as const;

/** C-STORE by storescu over an Ethernet pair with MTU 1500, without and with a round trip of 60 ms. */
export async function measureLink(given: Given, course: Course): Promise<Table[]> {
  const tables: Table[] = [];
  for (const [index, delayMs] of delays.entries()) {
    const share = (course.deadline - performance.now()) / (delays.length - index);
    tables.push(await measureOver(given, { ...course, deadline: performance.now() + share }, delayMs));
  }
  return tables;
}

async function measureOver(given: Given, course: Course, delayMs: number): Promise<Table> {
  const trip = delayMs > 0 ? `${delayMs} ms of round trip` : 'no delay';
  const title = `C-STORE, storescu, 1 association, MTU 1500, ${trip}`;
  const table = { title, unit: 'images/s', decimals: 0, isMoreBetter: true };
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const kinds = (host: string): ReceiverKind[] => [liaisonOn(host), storescpDefault, storescpFast, orthanc];
  let link: Link;
  try {
    link = openLink(delayMs);
  } catch (error) {
    const missing = error instanceof Error ? error.message : 'no network namespaces';
    return { ...table, rows: kinds('').map((kind) => ({ ...kind, missing })), rounds: [], notes };
  }
  using _open = link;
  const rows = kinds(link.host);
  await using started = new AsyncDisposableStack();
  const receivers: Receiver[] = [];
  for (const kind of rows.filter(({ missing }) => missing === null))
    receivers.push(started.use(await kind.start()));
  const measure = (receiver: Receiver) => imagesPerSecond(given, receiver, link);
  const nothing = () => Promise.resolve(null);
  await interleave(receivers, { ...course, rounds: 1, tell }, nothing, measure);
  const rounds = await interleave(receivers, { ...course, tell }, nothing, measure);
  return { ...table, rows, rounds, notes };
}

async function imagesPerSecond(given: Given, receiver: Receiver, link: Link): Promise<number> {
  const study = makeSlices(given.templates, given.images);
  using prepared = await storescuThrough(link).prepare(study, 1);
  try {
    settleDisk();
    const seconds = await prepared.send(receiver);
    const stored = await receiver.countStored({ ...study, imageCount: given.images });
    if (stored !== given.images) throw new Error(`${stored} images stored of ${given.images}`);
    return given.images / seconds;
  } finally {
    await receiver.forget();
  }
}
