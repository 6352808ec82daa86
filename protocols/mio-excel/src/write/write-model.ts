import type { DraftMessage } from '@liaison/mio';
import { writeJson } from '@liaison/mio';
import { textCell, writeWorkbook, type SheetInput } from '@liaison/xlsx';
import { sheetNames } from '../layout/columns.ts';
import { discountsSheet, packagingSheet, piecesSheet } from '../layout/details.ts';
import { textOf, valueAt, type Plain } from '../layout/record.ts';
import { styles } from '../layout/styles.ts';
import { detailSheet } from './detail-sheet.ts';
import { guideSheet } from './guide-sheet.ts';
import { identitySheet } from './identity-sheet.ts';
import { memorySchema, memorySheet } from './memory-sheet.ts';
import { scheduleSheet } from './schedule-sheet.ts';

/** A call for tenders, or its rectified version: both hold the whole consultation. */
export type NeedsMessage = DraftMessage & { type: 'M10' | 'M11' };
export type OfferMessage = DraftMessage & { type: 'M20' };

/** What a workbook is made of: the needs of a buyer, an offer for them that is written already, or both. */
export type ModelInput = {
  readonly needs?: NeedsMessage;
  /** SHA-256 of the bytes of the message of needs, which the offer will cite. */
  readonly needsSha256?: string;
  readonly offer?: OfferMessage;
};

/**
 * The Excel model (MIO §5.7) for a supplier: the same bytes for the same messages. An offer that nobody touches is read
 * back by `readOffer` as the same message, fields without a column included.
 */
export function writeModel({ needs, needsSha256 = '', offer }: ModelInput): Uint8Array {
  const asked: Plain | undefined = needs && { ...needs };
  const offered: Plain = { ...offer };
  const consultation = textOf(valueAt(asked ?? offered, ['consultation', 'id']));
  const sheets: SheetInput[] = [
    guideSheet(asked, offered),
    identitySheet(offered),
    scheduleSheet(asked, offered),
    detailSheet(packagingSheet, offered),
    detailSheet(discountsSheet, offered),
    detailSheet(piecesSheet, offered),
    controlSheet(),
    memorySheet({
      schema: memorySchema,
      consultation,
      version: textOf(valueAt(asked ?? offered, ['consultation', 'version'])),
      messageId: textOf(
        valueAt(asked, ['header', 'messageId']) ?? valueAt(offered, ['header', 'inReplyTo', 'messageId']),
      ),
      sha256: needsSha256,
      needs: needs ? writeJson(needs, 0) : '',
      offer: offer ? writeJson(offer, 0) : '',
    }),
  ];
  return writeWorkbook({
    sheets,
    properties: { title: `Offre de prix, consultation ${consultation}`, creator: 'Liaison' },
  });
}

function controlSheet(): SheetInput {
  return {
    name: sheetNames.control,
    tabColour: '7F7F7F',
    columns: [{ width: 100 }],
    hasNoGrid: true,
    rows: [
      { cells: [textCell(sheetNames.control, styles.title)], height: 26 },
      {
        cells: [
          textCell(
            'Rempli par le contrôleur : renvoyez le classeur pour le faire contrôler.',
            styles.subtitle,
          ),
        ],
      },
    ],
  };
}
