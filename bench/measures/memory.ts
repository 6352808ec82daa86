import { readFileSync } from 'node:fs';

import { isDone, openAssociation } from '@liaison/dicom';

import { interleave, type Course } from '../interleave.ts';
import { makeLargeObject } from '../inputs/large-object.ts';
import type { SliceTemplates } from '../inputs/slices.ts';
import { liaison } from '../receivers/liaison.ts';
import { orthanc } from '../receivers/orthanc.ts';
import type { Receiver, ReceiverKind } from '../receivers/receiver.ts';
import { storescpSingle, storescpSingleFast } from '../receivers/storescp.ts';
import type { Table } from '../report.ts';
import { settleDisk } from '../scratch.ts';

type Given = { readonly templates: SliceTemplates; readonly largeMb: number };

const kinds = [liaison, storescpSingle, storescpSingleFast, orthanc];
const megabyte = 1_000_000;

/** Most memory that the receiving process ever held, fresh, once one large multi-frame object has come. */
export async function measureMemory(given: Given, course: Course): Promise<Table[]> {
  const title = `Peak memory for one multi-frame object of ${given.largeMb} MB`;
  const table = { title, unit: 'MB resident at most', decimals: 0, isMoreBetter: false };
  if (process.platform !== 'linux') {
    return [
      {
        ...table,
        rows: kinds.map((kind) => ({ ...kind, missing: 'needs /proc of Linux' })),
        rounds: [],
        notes: [],
      },
    ];
  }
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const rounds = await interleave(
    kinds.filter(({ missing }) => missing === null),
    { ...course, tell },
    () => Promise.resolve(null),
    (kind) => peakOf(kind, given),
  );
  notes.push(
    'VmHWM of a process started for this object alone; storescp without --fork, so that it is that process that receives.',
  );
  return [{ ...table, rows: kinds, rounds, notes }];
}

async function peakOf(kind: ReceiverKind, given: Given): Promise<number> {
  settleDisk();
  await using receiver = await kind.start();
  await sendLarge(receiver, given);
  const stored = await receiver.countStored({ accessionNumber: '', imageCount: 1 });
  if (stored !== 1) throw new Error(`${stored} objects stored instead of 1`);
  return peakResidentBytes(receiver.pid) / megabyte;
}

async function sendLarge(receiver: Receiver, { templates, largeMb }: Given): Promise<void> {
  const object = makeLargeObject(templates, largeMb * megabyte);
  const association = await openAssociation({
    host: '127.0.0.1',
    port: receiver.port,
    callingAeTitle: receiver.callingAeTitle,
    calledAeTitle: receiver.aeTitle,
    contexts: [{ abstractSyntax: object.SOPClassUID, transferSyntaxes: [object.transferSyntaxUID] }],
    responseTimeoutMs: 120_000,
  });
  const { status } = await association.cStore(object);
  await association.release();
  if (!isDone(status)) throw new Error(`refused with status ${status.toString(16)}`);
}

/** The high-water mark of resident memory (proc(5), VmHWM, in KiB there). */
function peakResidentBytes(pid: number): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? Number.NaN) * 1024;
}
