import type { DraftMessage } from '@liaison/mio';
import type { NeedIndex } from './need-index.ts';
import type { NeedDraft } from './subjects.ts';

const neverKnown = '1970-01-01';

/**
 * The day whose code lists and rates count for a consultation: that of its publication, else of its writing. An offer is
 * judged by the day of the needs it answers, where they are at hand.
 */
export function effectiveDate(message: DraftMessage, need?: NeedIndex): string {
  if (need) return publication(need.message);
  if (message.type === 'M10' || message.type === 'M11') return publication(message);
  return message.header?.createdAt?.slice(0, 10) ?? neverKnown;
}

function publication({ consultation, header }: NeedDraft): string {
  return consultation?.publishedAt?.slice(0, 10) ?? header?.createdAt?.slice(0, 10) ?? neverKnown;
}

/** Versions of code lists that the consultation was written with. */
export function pinnedVersions(message: DraftMessage, need?: NeedIndex): ReadonlyMap<string, string> {
  const declared = (need?.message ?? message).header?.nomenclatures ?? [];
  return new Map(
    declared.flatMap(({ id, version }) =>
      id === undefined || version === undefined ? [] : [[id, version] as const],
    ),
  );
}
