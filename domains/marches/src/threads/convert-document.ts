import { createHash } from 'node:crypto';
import { readMessage, writeCsv, writeJson, writeMessage, type DraftMessage } from '@liaison/mio';
import { writeModel, type OfferMessage } from '@liaison/mio-excel';
import type { ConversionFormat } from '../contract.ts';
import { formatOf } from '../file-format.ts';
import { isNeeds, needsOf, readJsonDocument, readWorkbookDocument } from './read-document.ts';

export type ConvertTask = {
  readonly bytes: Uint8Array;
  readonly to: ConversionFormat;
  /** The needs that an offer answers, XML. */
  readonly need?: Uint8Array;
};

/** The file; or `unread` where what was not understood would be lost, `no-model` for a message without a workbook. */
export type ConvertOutcome =
  | { readonly isConverted: true; readonly file: Uint8Array }
  | { readonly isConverted: false; readonly why: 'unread' | 'no-model' };

/** A message in another format, nothing lost: where anything was not read, nothing is written. */
export function convertDocument({ bytes, to, need }: ConvertTask): ConvertOutcome {
  const message = readWhole(bytes, need);
  if (!message) return { isConverted: false, why: 'unread' };
  const file = write(message, to, bytes, need);
  return file ? { isConverted: true, file } : { isConverted: false, why: 'no-model' };
}

function readWhole(bytes: Uint8Array, need: Uint8Array | undefined): DraftMessage | undefined {
  switch (formatOf(bytes)) {
    case 'xml':
      return wholeOnly(readMessage(bytes));
    case 'json':
      return wholeOnly(readJsonDocument(bytes));
    case 'xlsx': {
      const { message, findings } = readWorkbookDocument(bytes, need);
      const isWrong = findings.some(({ severity }) => severity === 'BLOQUANT' || severity === 'ERREUR');
      return isWrong ? undefined : message;
    }
  }
}

function wholeOnly(reading: { message?: DraftMessage; findings: readonly unknown[] }) {
  return reading.findings.length === 0 ? reading.message : undefined;
}

function write(
  message: DraftMessage,
  to: ConversionFormat,
  bytes: Uint8Array,
  need: Uint8Array | undefined,
): Uint8Array | undefined {
  switch (to) {
    case 'xml':
      return Buffer.from(writeMessage(message));
    case 'json':
      return Buffer.from(`${writeJson(message)}\n`);
    case 'csv':
      return Buffer.from(writeCsv(message));
    case 'xlsx': {
      if (isNeeds(message)) return writeModel({ needs: message, needsSha256: sha256(bytes) });
      if (!isOffer(message)) return undefined;
      const needs = need && needsOf(need);
      return writeModel({
        offer: message,
        ...(need && needs ? { needs, needsSha256: sha256(need) } : {}),
      });
    }
  }
}

function isOffer(message: DraftMessage): message is OfferMessage {
  return message.type === 'M20';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
