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

/** The one value that `der` holds, with nothing after it. */
export function readDer(der: Uint8Array, what: string): AsnType {
  const { result, offset } = fromBER(ownBytes(der));
  if (offset !== der.length) throw new TspError('tsp/malformed', what);
  return result;
}
