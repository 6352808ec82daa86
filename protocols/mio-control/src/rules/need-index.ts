import type { Draft, NeedLine, NeedLot } from '@liaison/mio';
import type { NeedDraft } from './subjects.ts';

/** A line of the needs with the lot it stands in. */
export interface IndexedNeedLine {
  readonly lot: Draft<NeedLot>;
  readonly line: Draft<NeedLine>;
}

/** A call for tenders, looked up by the ids that an offer cites. */
export interface NeedIndex {
  readonly message: NeedDraft;
  /** Of the bytes of the message; absent where only its content is known. */
  readonly sha256?: string;
  readonly lots: ReadonlyMap<string, Draft<NeedLot>>;
  readonly lines: ReadonlyMap<string, IndexedNeedLine>;
}

/** Of ids that stand twice, the first: the call for tenders is itself controlled. */
export function indexNeed(message: NeedDraft, sha256?: string): NeedIndex {
  const lots = new Map<string, Draft<NeedLot>>();
  const lines = new Map<string, IndexedNeedLine>();
  for (const lot of message.lots ?? []) {
    if (lot.id !== undefined && !lots.has(lot.id)) lots.set(lot.id, lot);
    for (const line of lot.lines ?? [])
      if (line.id !== undefined && !lines.has(line.id)) lines.set(line.id, { lot, line });
  }
  return { message, ...(sha256 === undefined ? {} : { sha256 }), lots, lines };
}
