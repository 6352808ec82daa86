import { plainList, textOf, valueAt, type Plain } from './layout/record.ts';

/** A need of the buyer, where it stands in his message. */
export type Need = {
  readonly key: string;
  readonly lotId: string;
  readonly lineId: string;
  readonly lot: Plain;
  readonly line: Plain;
};

/** A line that is offered already, where it stands in the offer. */
export type Offered = {
  readonly key: string;
  readonly lotIndex: number;
  readonly lineIndex: number;
  readonly lot: Plain;
  readonly line: Plain;
};

/** A row of the schedule: a need, what is offered for it, or both. */
export type ScheduleRow = { readonly key: string; readonly need?: Need; readonly offered?: Offered };

/** Needs by position: `B3.12` is the twelfth line of the third lot. */
export function listNeeds(needs: Plain | undefined): Need[] {
  return plainList(needs?.['lots']).flatMap((lot, lotIndex) =>
    plainList(lot['lines']).map((line, lineIndex) => ({
      key: `B${lotIndex + 1}.${lineIndex + 1}`,
      lotId: textOf(lot['id']),
      lineId: textOf(line['id']),
      lot,
      line,
    })),
  );
}

/** Offered lines by position: `O1.2` is the second line of the first lot offered. */
export function listOffered(offer: Plain | undefined): Offered[] {
  return plainList(offer?.['lots']).flatMap((lot, lotIndex) =>
    plainList(lot['lines']).map((line, lineIndex) => ({
      key: `O${lotIndex + 1}.${lineIndex + 1}`,
      lotIndex,
      lineIndex,
      lot,
      line,
    })),
  );
}

/** One key for a line of a lot, whatever their identifiers hold. */
export function needKey(lotId: string, lineId: string): string {
  return JSON.stringify([lotId, lineId]);
}

/** Each need with the products offered for it, in the buyer's order; then what was offered for no need of his. */
export function scheduleRows(needs: Plain | undefined, offer: Plain | undefined): ScheduleRow[] {
  const waiting = new Map<string, Offered[]>();
  for (const offered of listOffered(offer)) {
    const key = needKey(textOf(offered.lot['id']), textOf(valueAt(offered.line, ['needLine'])));
    waiting.set(key, [...(waiting.get(key) ?? []), offered]);
  }
  const rows: ScheduleRow[] = listNeeds(needs).flatMap((need): ScheduleRow[] => {
    const key = needKey(need.lotId, need.lineId);
    const answers = waiting.get(key) ?? [];
    waiting.delete(key);
    if (answers.length === 0) return [{ key: need.key, need }];
    return answers.map((offered) => ({ key: offered.key, need, offered }));
  });
  const others = [...waiting.values()].flat().map((offered) => ({ key: offered.key, offered }));
  return [...rows, ...others];
}
