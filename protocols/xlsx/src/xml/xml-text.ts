/** Characters that XML 1.0 §2.2 does not allow at all, lone surrogates included. */
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const special = /[&<>"\t\n\r]/g;
const needsCare = /[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD]|_x[0-9A-Fa-f]{4}_/;

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Attribute or element text, as XML; characters that XML cannot carry become U+FFFD. */
export function escapeXml(text: string): string {
  if (!needsCare.test(text)) return text;
  return text.replaceAll(forbidden, '\uFFFD').replaceAll(special, (found) => escapes[found] ?? '');
}

/** Text of a cell: what XML cannot carry, and what looks like such an escape, becomes `_xHHHH_` (ST_Xstring, §22.9.2.19). */
export function escapeCellText(text: string): string {
  if (!needsCare.test(text)) return text;
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(forbidden, (found) => `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('\r', '_x000D_')
    .replaceAll(special, (found) => escapes[found] ?? '');
}

/** The way back of `_xHHHH_`. */
export function unescapeCellText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
