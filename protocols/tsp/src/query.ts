import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { ownBytes, parsing, readDer } from './der.ts';
import { TspError } from './error.ts';
import { oid } from './oid.ts';

/** `digest`: SHA-256 of what is stamped. `nonce`: up to 20 bytes. The certificate of the authority is always asked for. */
export type TimestampQuery = {
  readonly digest: Buffer;
  readonly nonce: Buffer | null;
  readonly policy: string | null;
};

/** DER (RFC 3161, 2.4.1). */
export function writeTimestampQuery({ digest, nonce, policy }: TimestampQuery): Buffer {
  const query = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.sha256 }),
      hashedMessage: new OctetString({ valueHex: digest }),
    }),
    certReq: true,
    ...(policy === null ? {} : { reqPolicy: policy }),
    ...(nonce === null ? {} : { nonce: new Integer({ valueHex: positive(nonce) }) }),
  });
  return Buffer.from(query.toSchema().toBER(false));
}

/** Throws `TspError`: `tsp/algorithm` for another digest than SHA-256. */
export function readTimestampQuery(der: Buffer): TimestampQuery {
  const query = parsing('not a query', () => new TimeStampReq({ schema: readDer(der, 'not a query') }));
  const { hashAlgorithm, hashedMessage } = query.messageImprint;
  const digest = Buffer.from(hashedMessage.valueBlock.valueHexView);
  if (hashAlgorithm.algorithmId !== oid.sha256 || digest.length !== 32)
    throw new TspError('tsp/algorithm', hashAlgorithm.algorithmId);
  return { digest, nonce: query.nonce ? integerBytes(query.nonce) : null, policy: query.reqPolicy ?? null };
}

/** The bytes of a positive integer, without leading zeros. */
export function integerBytes(integer: Integer): Buffer {
  const hex = Buffer.from(integer.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^(00)+(?=..)/, '');
  return Buffer.from(hex, 'hex');
}

/** As DER has it: shortest, and with a zero byte in front where the first bit would mean a sign. */
export function positive(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const short = Buffer.from(bytes.toString('hex').replace(/^(00)+(?=..)/, ''), 'hex');
  return ownBytes((short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short);
}
