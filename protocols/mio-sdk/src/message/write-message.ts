import { createHash } from 'node:crypto';
import { MioError, writeCsv, writeJson, writeMessage as writeXml, type DraftMessage } from '@liaison/mio';
import { writeModel } from '@liaison/mio-excel';
import { SdkError } from '../error.ts';
import type { MessageFormat } from './formats.ts';
import { isNeeds, readMessage } from './read-message.ts';
import { writeTableWorkbook } from './table-workbook.ts';

export interface WriteOptions {
  /**
   * The call for tenders as it was received: the workbook of the offer that answers it is then the model, filled. Beside a
   * call for tenders, its own file: offers that are made from the model name it by its digest.
   */
  readonly needs?: Uint8Array;
  /** A workbook of the plain table where the message has a model of its own. */
  readonly isPlainTable?: boolean;
}

/**
 * Writes a message: the same bytes for the same message. As a workbook a call for tenders (M10, M11) is the model that a
 * supplier fills in, an offer with its needs that model filled in, and any other message its plain table.
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

function writeWorkbookMessage(message: DraftMessage, { needs, isPlainTable }: WriteOptions): Uint8Array {
  if (isPlainTable) return writeTableWorkbook(message);
  if (isNeeds(message))
    return writeModel({ needs: message, needsSha256: sha256(needs ?? Buffer.from(writeXml(message))) });
  const asked = needs && readMessage(needs).message;
  if (needs && !isNeeds(asked))
    throw new SdkError('sdk/format', 'La demande de prix jointe n’est pas un message M10 ou M11 lisible.');
  return message.type === 'M20' && needs && isNeeds(asked)
    ? writeModel({ needs: asked, needsSha256: sha256(needs), offer: message })
    : writeTableWorkbook(message);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
