import { fromBER } from 'asn1js';
import type { AsnType } from 'asn1js';
import { TspError } from './error.ts';

/** What was parsed by `parse`, or `tsp/malformed`: the ASN.1 libraries throw errors of all kinds. */
export function parsing<Value>(what: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TspError) throw error;
    throw new TspError('tsp/malformed', what);
  }
}

/** Bytes as asn1js takes them: of their own ArrayBuffer. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The one value that `der` holds, written as it would be written again: the library forgives lengths that lie. */
export function readDer(der: Uint8Array, what: string): AsnType {
  const { result } = fromBER(ownBytes(der));
  if (!Buffer.from(result.toBER(false)).equals(der)) throw new TspError('tsp/malformed', what);
  return result;
}
