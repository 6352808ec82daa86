import { findRow } from '../table/find-row.ts';
import type { DraftMessage, ModelPath } from './draft.ts';
import { isObject } from './draft.ts';

/** Where a property stands, in the words of its reader. */
export interface NamedPlace {
  /** Number of the lot. */
  lot?: string;
  /** Number of the line: that of the need where an offer answers one. */
  line?: string;
  /** French name of the field or group. */
  field?: string;
  /** « lot 3, ligne 3.2, champ Prix unitaire HT » */
  fr: string;
}

/** Names a property by lot, line and field, as far as the path goes and the message has numbers. */
export function describePlace(message: DraftMessage, path: ModelPath): NamedPlace {
  const lot = numberIn(message, path, 'lots', ['id']);
  const line = numberIn(message, path, 'lines', ['needLine', 'id']);
  const field = findRow(message.type, path)?.fr;
  const words = [lot && `lot ${lot}`, line && `ligne ${line}`, field && `champ ${field}`];
  return {
    ...(lot === undefined ? {} : { lot }),
    ...(line === undefined ? {} : { line }),
    ...(field === undefined ? {} : { field }),
    fr: words.filter((word) => word !== undefined).join(', '),
  };
}

/** The number that an item of the list says of itself, else its position from 1. */
function numberIn(
  message: DraftMessage,
  path: ModelPath,
  list: string,
  keys: readonly string[],
): string | undefined {
  const at = path.indexOf(list);
  const position = path[at + 1];
  if (at < 0 || typeof position !== 'number') return undefined;
  const item = valueAt(message, path.slice(0, at + 2));
  for (const key of keys) if (isObject(item) && typeof item[key] === 'string') return item[key];
  return `n° ${position + 1}`;
}

/** The value of a property; undefined where the draft has none. */
export function valueAt(message: DraftMessage, path: ModelPath): unknown {
  let value: unknown = message;
  for (const part of path) {
    if (typeof part === 'number') value = Array.isArray(value) ? value[part] : undefined;
    else value = isObject(value) ? value[part] : undefined;
  }
  return value;
}
