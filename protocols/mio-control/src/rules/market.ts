/** Looking things up in the messages of one market. */
import {
  compareExact,
  type Draft,
  type DraftMessage,
  type NeedLot,
  type Party,
  parseExact,
} from '@liaison/mio';
import type { NeedIndex } from './need-index.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The consultation that a message is about; updates are about none. */
export function consultationOf(
  message: DraftMessage,
): { readonly id?: string; readonly version?: number } | undefined {
  return 'consultation' in message ? message.consultation : undefined;
}

/** Milliseconds of the deadline; NaN, which no comparison holds with, where it is not known. */
export function deadlineOf(need: NeedIndex | undefined): number {
  return Date.parse(need?.message.consultation?.deadline ?? '');
}

/** Milliseconds at which a message was written; NaN where it does not say. */
export function writtenAt(message: DraftMessage | undefined): number {
  return Date.parse(message?.header?.createdAt ?? '');
}

/** From one `AAAA-MM-JJ` to another; NaN where one is missing. */
export function daysBetween(from: string | undefined, until: string | undefined): number {
  return (Date.parse(until ?? '') - Date.parse(from ?? '')) / dayMs;
}

/** Day in Paris of an instant, `AAAA-MM-JJ`; undefined where there is none. */
export function parisDay(instant: string | undefined): string | undefined {
  const date = new Date(instant ?? '');
  return Number.isNaN(date.getTime())
    ? undefined
    : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(date);
}

/** Whether lots of one number and one variant are the same. */
export function isSameLot(
  a: { readonly id?: string; readonly variant?: string },
  b: { readonly id?: string; readonly variant?: string },
): boolean {
  return a.id === b.id && a.variant === b.variant;
}

/** Whether the needs have a line, in that lot. */
export function hasLine(lot: Draft<NeedLot> | undefined, line: string): boolean {
  return (lot?.lines ?? []).some(({ id }) => id === line);
}

/** Whether two parties are one, by SIRET or, where one has none, by VAT number; without numbers they are not known to be. */
export function isSameParty(a: Draft<Party> | undefined, b: Draft<Party> | undefined): boolean {
  if (a?.siret !== undefined && b?.siret !== undefined) return a.siret === b.siret;
  return a?.vatNumber !== undefined && a.vatNumber === b?.vatNumber;
}

/** Codes, dates and other texts, letter by letter; what is absent on one side says nothing. */
export function areOtherTexts(given: string | undefined, expected: string | undefined): boolean {
  return given !== undefined && expected !== undefined && given !== expected;
}

/** Amounts, prices and rates, by their value; what is absent on one side says nothing. */
export function areOtherNumbers(given: string | undefined, expected: string | undefined): boolean {
  if (!areOtherTexts(given, expected)) return false;
  const [a, b] = [parseExact(given ?? ''), parseExact(expected ?? '')];
  return !a || !b || compareExact(a, b) !== 0;
}
