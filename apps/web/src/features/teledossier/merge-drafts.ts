import { filledFrom } from './draft.ts';
import type { Draft } from './draft.ts';

type Record_ = Readonly<Record<string, unknown>>;

const isEqual = (a: unknown, b: unknown) => orderedText(a) === orderedText(b);

/** The database gives the fields of an object in an order of its own. */
const orderedText = (value: unknown) => JSON.stringify(value, inOrder);

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Brings together what was typed here and what was saved elsewhere since `base`, field by field; null when the same
 * field was changed on both sides, for then only a person can choose.
 */
export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Draft | null {
  const patient = mergeFields(base.patient, mine.patient, theirs.patient);
  const answers = mergeFields(base.answers, mine.answers, theirs.answers);
  const recipients = mergeValue(base.recipients, mine.recipients, theirs.recipients);
  const studyIds = mergeValue(base.studyIds, mine.studyIds, theirs.studyIds);
  if (!patient || !answers || !recipients || !studyIds) return null;
  return { patient, answers, recipients: recipients.value, studyIds: studyIds.value };
}

/**
 * Whether `now` asks the same of the same addressees, about the same patient and exams, as what its author read: nothing
 * else may have come than traits that were empty, read in those exams.
 */
export function asksTheSame(read: Draft, now: Draft): boolean {
  const patient = filledFrom(read.patient, { ...now.patient, source: {} });
  return isEqual(unordered({ ...read, patient }), unordered(now));
}

/** The server gives addressees and exams in an order of its own. */
function unordered({ recipients, studyIds, ...rest }: Draft) {
  const addressees = recipients.map(({ kind, id }) => `${kind} ${id}`);
  return { ...rest, addressees: addressees.toSorted(), studyIds: studyIds.toSorted() };
}

function mergeValue<Value>(base: Value, mine: Value, theirs: Value): { value: Value } | null {
  if (isEqual(theirs, base) || isEqual(mine, theirs)) return { value: mine };
  return isEqual(mine, base) ? { value: theirs } : null;
}

/** Starts from theirs and puts on it each field that changed here. */
function mergeFields<Fields extends object>(base: Fields, mine: Fields, theirs: Fields): Fields | null {
  const merged = { ...theirs };
  const names = new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)]);
  for (const name of names) {
    const chosen = mergeValue(own(base, name), own(mine, name), own(theirs, name));
    if (!chosen) return null;
    if (chosen.value === undefined) Reflect.deleteProperty(merged, name);
    else Reflect.set(merged, name, chosen.value);
  }
  return merged;
}

function own(fields: object, name: string): unknown {
  const record: Record_ = { ...fields };
  return record[name];
}
