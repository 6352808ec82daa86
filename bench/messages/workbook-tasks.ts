import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readMessage } from '@liaison/mio';
import { readOffer, writeModel } from '@liaison/mio-excel';
import { readWorkbook } from '@liaison/xlsx';
import { folderOf } from './peers.ts';
import { expectEqual, type Given, type Task } from './task.ts';

const identity = { messageId: '00000000-0000-4000-8000-000000000001', createdAt: '2026-12-01T09:00:00Z' };
const sheetName = 'Bordereau';

function inputOf({ needs, offer }: Given) {
  const [asked, offered] = [readMessage(needs).message, readMessage(offer).message];
  if (asked?.type !== 'M10' || offered?.type !== 'M20') throw new Error('messages that cannot be read');
  return { needs: asked, offer: offered };
}

function countLines(offer: ReturnType<typeof inputOf>['offer'] | undefined): number {
  return (offer?.lots ?? []).reduce((sum, lot) => sum + (lot?.lines?.length ?? 0), 0);
}

/** From the messages to the workbook. */
export const writeModelTask: Task = (given) => {
  const input = inputOf(given);
  return () => {
    if (writeModel(input).length === 0) throw new Error('an empty workbook');
  };
};

/** From the workbook to the message, each value judged. */
export const readModelTask: Task = (given) => {
  const input = inputOf(given);
  const file = writeModel(input);
  return () => expectEqual(countLines(readOffer(file, { identity }).offer), countLines(input.offer), 'lines');
};

/** Cells and no message. */
export const readCells: Task = (given) => {
  const input = inputOf(given);
  const file = writeModel(input);
  return () => {
    const sheet = readWorkbook(file).sheets.find(({ name }) => name === sheetName);
    if ((sheet?.rows.length ?? 0) < countLines(input.offer)) throw new Error('rows are missing');
  };
};

/** As much of exceljs as is used. */
type ExcelWorkbook = {
  readonly xlsx: { load(file: Uint8Array): Promise<unknown>; writeBuffer(): Promise<{ byteLength: number }> };
  getWorksheet(name: string): { readonly actualRowCount: number } | undefined;
};
type ExcelJs = { Workbook: new () => ExcelWorkbook };

function loadExcelJs(): ExcelJs {
  return createRequire(join(folderOf('exceljs'), 'package.json'))('exceljs') as ExcelJs;
}

export const readPeer: Task = (given) => {
  const { Workbook } = loadExcelJs();
  const input = inputOf(given);
  const file = writeModel(input);
  return async () => {
    const workbook = new Workbook();
    await workbook.xlsx.load(file);
    const rows = workbook.getWorksheet(sheetName)?.actualRowCount ?? 0;
    if (rows < countLines(input.offer)) throw new Error('rows are missing');
  };
};

/** Its cells are in memory before the time begins. */
export const writePeer: Task = async (given) => {
  const workbook = new (loadExcelJs().Workbook)();
  await workbook.xlsx.load(writeModel(inputOf(given)));
  return async () => {
    if ((await workbook.xlsx.writeBuffer()).byteLength === 0) throw new Error('an empty workbook');
  };
};
