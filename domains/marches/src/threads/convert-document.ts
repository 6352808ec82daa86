import {
  isNeeds,
  messageFormats,
  readMessage,
  SdkError,
  writeMessage,
  type MessageFormat,
} from '@liaison/mio-sdk';
import type { ConversionFormat } from '../contract.ts';
import { formatOf, type FileFormat } from '../file-format.ts';
import { identityOf } from './read-document.ts';

export type ConvertTask = {
  readonly bytes: Uint8Array;
  readonly to: ConversionFormat;
  /** The needs that an offer answers. */
  readonly need?: Uint8Array;
};

/** The file; or `unread` where what was not understood would be lost, `not-needs` where the needs beside it are none. */
export type ConvertOutcome =
  | { readonly isConverted: true; readonly file: Uint8Array }
  | { readonly isConverted: false; readonly why: 'unread' | 'not-needs' };

function isMessageFormat(format: FileFormat): format is MessageFormat {
  return messageFormats.some((known) => known === format);
}

/** A message in another format, as `mio convert` does it: where anything was not read, nothing is written. */
export function convertDocument({ bytes, to, need }: ConvertTask): ConvertOutcome {
  const asked = need && readMessage(need).message;
  if (need && !isNeeds(asked)) return { isConverted: false, why: 'not-needs' };
  const format = formatOf(bytes);
  if (!isMessageFormat(format)) return { isConverted: false, why: 'unread' };
  const identity = identityOf(bytes);
  const reading = readMessage(bytes, { format, identity, ...(asked ? { needs: asked } : {}) });
  if (!reading.isWhole) return { isConverted: false, why: 'unread' };
  try {
    const file = writeMessage(reading.message, to, {
      ...(format === 'xml' ? { asReceived: bytes } : {}),
      ...(need ? { needs: need } : {}),
    });
    return { isConverted: true, file };
  } catch (error) {
    if (error instanceof SdkError) return { isConverted: false, why: 'unread' };
    throw error;
  }
}
