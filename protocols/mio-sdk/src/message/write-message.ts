import { createHash } from 'node:crypto';
import { MioError, writeCsv, writeJson, writeMessage as writeXml, type DraftMessage } from '@liaison/mio';
import { writeModel, type OfferMessage } from '@liaison/mio-excel';
import { SdkError } from '../error.ts';
import type { MessageFormat } from './formats.ts';
import { isNeeds, readMessage } from './read-message.ts';
import { writeTableWorkbook } from './table-workbook.ts';

export interface WriteOptions {
  /** Of an offer: the call for tenders that it answers, as it was received, whose model is then filled. */
  readonly needs?: Uint8Array;
  /**
   * Of a call for tenders that was read from XML: that file. Offers that are made from its model name it by the file's
   * digest; without it, by that of the XML that `writeMessage` makes.
   */
  readonly asReceived?: Uint8Array;
  /** A workbook of the plain table where the message has a model of its own. */
  readonly isPlainTable?: boolean;
}

/**
 * Writes a message: the same bytes for the same message. As a workbook a call for tenders (M10, M11) is the model that a
 * supplier fills in, an offer that model filled in, with its own lines alone where no needs are beside it, and any other
 * message its plain table.
 * @throws SdkError `sdk/format` on characters that the format does not have
 */
export function writeMessage(
  message: DraftMessage,
  format: MessageFormat = 'xml',
  options: WriteOptions = {},
): Uint8Array {
  try {
    switch (format) {
      case 'xml':
        return Buffer.from(writeXml(message));
      case 'json':
        return Buffer.from(`${writeJson(message)}\n`);
      case 'csv':
        return Buffer.from(writeCsv(message));
      case 'xlsx':
        return writeWorkbookMessage(message, options);
    }
  } catch (error) {
    if (!(error instanceof MioError)) throw error;
    throw new SdkError('sdk/format', 'Le message contient un caractère que ce format n’admet pas.', {
      cause: error,
    });
  }
}

function writeWorkbookMessage(
  message: DraftMessage,
  { needs, asReceived, isPlainTable }: WriteOptions,
): Uint8Array {
  if (isPlainTable) return writeTableWorkbook(message);
  if (isNeeds(message))
    return writeModel({ needs: message, needsSha256: sha256(asReceived ?? Buffer.from(writeXml(message))) });
  const asked = needs && readMessage(needs).message;
  if (needs && !isNeeds(asked))
    throw new SdkError('sdk/format', 'La demande de prix jointe n’est pas un message M10 ou M11 lisible.');
  if (!isOffer(message)) return writeTableWorkbook(message);
  return writeModel({
    offer: message,
    ...(needs && isNeeds(asked) ? { needs: asked, needsSha256: sha256(needs) } : {}),
  });
}

function isOffer(message: DraftMessage): message is OfferMessage {
  return message.type === 'M20';
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
