import { computeLineAmounts, computeLotAmounts } from '../amounts.ts';
import { copyOf, plainList, textOf, type Plain } from '../layout/record.ts';
import type { ReadLine } from './read-schedule.ts';

/** A lot of the offer, and for each line of it the row of the schedule it came from. */
export type PlacedLot = {
  /** Position in the offer that the workbook was made of. */
  readonly index: number | undefined;
  readonly lot: Plain;
  readonly lines: readonly PlacedLine[];
};

export type PlacedLine = Pick<ReadLine, 'row' | 'lineId' | 'offered' | 'line'>;

type LotInProgress = { index: number | undefined; lot: Plain; read: ReadLine[]; linesBefore: number };

/**
 * Puts the lines into lots: known lines where they were, in their order, whatever the order of rows; new ones after
 * them, in the buyer's order. Amounts are computed anew where a price changed.
 */
export function assembleLots(lines: readonly ReadLine[], offer: Plain | undefined): PlacedLot[] {
  const inProgress = plainList(offer?.['lots']).map(({ lines: had, ...lot }, index): LotInProgress => ({
    index,
    lot: copyOf(lot),
    read: [],
    linesBefore: plainList(had).length,
  }));
  for (const line of lines.toSorted((a, b) => order(a) - order(b) || a.rank - b.rank || a.row - b.row))
    lotFor(inProgress, line).read.push(line);
  const taken = new Set(
    plainList(offer?.['lots'])
      .flatMap((lot) => plainList(lot['lines']))
      .map(({ id }) => textOf(id)),
  );
  return inProgress.flatMap((lot) =>
    lot.linesBefore > 0 && lot.read.length === 0 ? [] : [finish(lot, taken)],
  );
}

/** Known lines come first, in the order of the offer. */
function order({ offered }: ReadLine): number {
  return offered ? offered.lotIndex * 1_000_000 + offered.lineIndex : Infinity;
}

function lotFor(lots: LotInProgress[], { offered, lotId, variant }: ReadLine): LotInProgress {
  const own = offered && lots[offered.lotIndex];
  const isOf = ({ lot }: LotInProgress): boolean =>
    textOf(lot['id']) === lotId &&
    (lot['variant'] === undefined ? undefined : textOf(lot['variant'])) === variant;
  const known = own && isOf(own) ? own : lots.find(isOf);
  if (known) return known;
  const lot: Plain = { id: lotId, ...(variant === undefined ? {} : { variant }) };
  const added: LotInProgress = { index: undefined, lot, read: [], linesBefore: 0 };
  lots.push(added);
  return added;
}

function finish({ index, lot, read, linesBefore }: LotInProgress, taken: Set<string>): PlacedLot {
  const lines = read.map(({ row, lineId, offered, line, isPriceChanged }) => {
    if (isPriceChanged) computeLineAmounts(line);
    if (line['id'] === undefined) line['id'] = freeId(lineId, taken);
    return { row, lineId, offered, line };
  });
  if (lines.length > 0) lot['lines'] = lines.map(({ line }) => line);
  if (read.some(({ isPriceChanged }) => isPriceChanged) || lines.length !== linesBefore)
    computeLotAmounts(lot);
  return { index, lot, lines };
}

/** The number of the need, then with `-2`, `-3` for further products. */
function freeId(lineId: string, taken: Set<string>): string {
  let id = lineId;
  for (let ordinal = 2; taken.has(id); ordinal++) id = `${lineId.slice(0, 90)}-${ordinal}`;
  taken.add(id);
  return id;
}
