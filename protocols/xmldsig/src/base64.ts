import { XmlDsigError } from './error.ts';

/**
 * The bytes of base64 text that may be broken into lines, as xmlsec1 does, but is otherwise the only writing of these
 * bytes: unused bits and padding that say nothing are refused, so that one signature has one text.
 */
export function strictBase64(text: string, what: string): Buffer {
  const plain = text.replaceAll(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(plain, 'base64');
  if (plain === '' || bytes.toString('base64') !== plain)
    throw new XmlDsigError('xmldsig/value', `${what} is not plain base64`);
  return bytes;
}
