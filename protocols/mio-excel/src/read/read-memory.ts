import { readJson, type DraftMessage } from '@liaison/mio';
import type { Workbook } from '@liaison/xlsx';
import { sheetNames } from '../layout/columns.ts';
import { unpack } from '../layout/pack.ts';

/** What the hidden sheet still says. */
export type Remembered = {
  readonly consultation?: string;
  readonly version?: string;
  readonly messageId?: string;
  readonly sha256?: string;
  readonly needs?: DraftMessage;
  readonly offer?: DraftMessage;
  /** Every message that it held came back whole. */
  readonly isWhole: boolean;
};

export function readMemory({ sheets }: Workbook): Remembered {
  const sheet = sheets.find(({ name }) => name === sheetNames.memory);
  if (!sheet) return { isWhole: false };
  const said = new Map<string, string[]>();
  for (const { cells } of sheet.rows) {
    const name = cells.find(({ column }) => column === 1)?.text;
    const value = cells.find(({ column }) => column === 2)?.text;
    if (name !== undefined && value !== undefined) said.set(name, [...(said.get(name) ?? []), value]);
  }
  const one = (name: string): string | undefined => said.get(name)?.[0];
  const needs = messageOf(said, 'needs');
  const offer = messageOf(said, 'offer');
  const isLost = (name: string, message: DraftMessage | undefined): boolean =>
    said.has(`${name}.sha256`) && !message;
  const isWhole = !isLost('needs', needs) && !isLost('offer', offer);
  return {
    ...defined({
      consultation: one('consultation'),
      version: one('version'),
      messageId: one('messageId'),
      sha256: one('sha256'),
    }),
    ...(needs ? { needs } : {}),
    ...(offer ? { offer } : {}),
    isWhole: isWhole && (needs !== undefined || offer !== undefined),
  };
}

function messageOf(said: ReadonlyMap<string, readonly string[]>, name: string): DraftMessage | undefined {
  const sha256 = said.get(`${name}.sha256`)?.[0];
  const chunks = said.get(name);
  const json = sha256 === undefined || !chunks ? undefined : unpack({ sha256, chunks });
  return json === undefined ? undefined : readJson(json).message;
}

function defined<Key extends string>(values: Record<Key, string | undefined>): Partial<Record<Key, string>> {
  const kept: Partial<Record<Key, string>> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}
