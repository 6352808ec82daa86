import { createHash } from 'node:crypto';
import { parseXml } from '@liaison/xml';
import { inclusivePrefixesOf } from '@liaison/xmldsig';

/** Changes one character of a value in base64 in its middle: it stays base64, and is another value. */
export function spoil(certified: string, element: 'mio:Sceau' | 'ds:SignatureValue'): string {
  const value = valueOf(certified, element);
  const at = Math.floor(value.length / 2);
  const spoilt = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
  return certified.replace(value, spoilt);
}

/**
 * Other data under the certificate of `genuine`, every digest being made anew: only its seal and its signature, which
 * nobody makes without the key, betray it. `other`: the other data, certified.
 */
export function graft(genuine: string, other: string): string {
  const signed = other.replace(valueOf(other, 'mio:Sceau'), valueOf(genuine, 'mio:Sceau'));
  return signed
    .replace(valueOf(other, 'ds:DigestValue'), digestOf(signed))
    .replace(valueOf(other, 'ds:SignatureValue'), valueOf(genuine, 'ds:SignatureValue'));
}

/** As the reference of the signature has it: SHA-256 of the exclusive canonical form, without the signature. */
function digestOf(certified: string): string {
  using parsed = parseXml(Buffer.from(certified.replace(/<ds:Signature .*<\/ds:Signature>/s, '')));
  const inclusivePrefixes = inclusivePrefixesOf(parsed.tree.root);
  const canonical = parsed.canonicalize({ mode: 'exclusive', inclusivePrefixes });
  return createHash('sha256').update(canonical).digest('base64');
}

function valueOf(certified: string, element: string): string {
  const [, value] = new RegExp(`<${element}>([^<]+)<`).exec(certified) ?? [];
  if (value === undefined) throw new RangeError(`no ${element} in what was certified`);
  return value;
}
