import { randomFillSync } from 'node:crypto';

declare const brand: unique symbol;
/** A string that only its own constructor makes: `UserId` and `StructureId` never mix. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Branded<'UserId'>;
export type StructureId = Branded<'StructureId'>;
export type CommunityId = Branded<'CommunityId'>;
export type DossierId = Branded<'DossierId'>;
export type StudyId = Branded<'StudyId'>;
export type PatientId = Branded<'PatientId'>;

/** The id that `value` is, where the database or a contract vouches for it: the one place where a brand is put on. */
export function asId<Id extends Branded<string>>(value: string): Id {
  return value as Id;
}

let lastMs = 0;
let sequence = 0;

/**
 * UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then a counter that keeps the ids of one
 * process in order within a millisecond, then random bits. Sorting by id is sorting by time.
 */
export function newId<Id extends string = string>(nowMs: number = Date.now()): Id {
  const ms = Math.max(nowMs, lastMs);
  sequence = ms === lastMs ? sequence + 1 : 0;
  lastMs = sequence > 0xfff ? ms + 1 : ms;
  if (sequence > 0xfff) sequence = 0;
  const bytes = randomFillSync(Buffer.alloc(16));
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether `value` is a lower-case UUID as `newId` writes them. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}
