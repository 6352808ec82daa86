import { fromBER } from 'asn1js';
import type { AsnType } from 'asn1js';
import { PkiError } from './error.ts';

/** Bytes as asn1js takes them: of their own ArrayBuffer. Certificates and lists are small enough to be copied. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The one value that `der` holds, written as it would be written again: the library forgives lengths that lie. */
export function readDer(der: Uint8Array, what: string, maxNodes = 10_000): AsnType {
  const { result } = fromBER(ownBytes(der), { maxNodes });
  if (!Buffer.from(result.toBER(false)).equals(der)) throw new PkiError('pki/malformed', what);
  return result;
}
