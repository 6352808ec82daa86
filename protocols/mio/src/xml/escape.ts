import { MioError } from '../error.ts';
import { notXml } from '../model/codec.ts';

/** Whatever cannot stand as it is in text or in an attribute. */
const special = /[&<>"\t\n\r]|[^\u0020-\ud7ff\ue000-\ufffd]/;

/** Text between tags. Carriage returns are written as references, else parsers make them line feeds (XML 1.0, 2.11). */
export function escapeText(text: string): string {
  if (!special.test(text)) return text;
  refuse(text);
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** An attribute in double quotes. Line feeds and tabs are references, else they become spaces (XML 1.0, 3.3.3). */
export function escapeAttribute(text: string): string {
  if (!special.test(text)) return text;
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function refuse(text: string): void {
  if (notXml.test(text)) throw new MioError('the text has a character that XML 1.0 does not have');
}
