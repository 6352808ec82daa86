import type { XlsxLimits } from '../limits.ts';
import { attributeOf, readXml } from '../xml/read-xml.ts';
import type { StyleAdditions, StyleCounts } from './style-table.ts';

/** The least that a styles part must hold (ECMA-376-1 §18.8.39): Excel reserves the first two fills. */
export const blankStyles =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  '</styleSheet>';

/** A styles part as it stands, with what more formats need to know of it. */
export type StylesPart = {
  readonly xml: string;
  readonly namespace: string;
  readonly counts: StyleCounts;
  /** The elements of `cellXfs`, and for each the solid colour of its fill, `RRGGBB`. */
  readonly cellXfs: readonly string[];
  readonly fillOfXf: readonly (string | undefined)[];
};

type Span = { readonly parent: string; readonly name: string; from: number; to: number };

const listNames = ['numFmts', 'fonts', 'fills', 'borders', 'cellXfs'] as const;

/** Throws `XlsxError`. */
export function readStylesPart(xml: string, part: string, limits: XlsxLimits): StylesPart {
  const path: string[] = [];
  const fillColours: (string | undefined)[] = [];
  const xfs: { span: Span; fillId: number }[] = [];
  const counts = { fonts: 0, fills: 0, borders: 0, cellXfs: 0 };
  let lastNumFmtId = 0;
  let namespace = '';
  readXml([xml], part, limits, {
    open(name, tag, { position }) {
      const parent = path.at(-1) ?? '';
      namespace ||= tag.uri;
      path.push(name);
      if (name === 'numFmt') lastNumFmtId = Math.max(lastNumFmtId, Number(attributeOf(tag, 'numFmtId')));
      if (parent === 'fills') fillColours.push(undefined);
      if (name === 'fgColor' && path.includes('fills'))
        fillColours[fillColours.length - 1] = attributeOf(tag, 'rgb')?.slice(-6).toUpperCase();
      if (parent === 'fonts' || parent === 'fills' || parent === 'borders' || parent === 'cellXfs')
        counts[parent]++;
      if (parent === 'cellXfs')
        xfs.push({
          span: { parent, name, from: xml.lastIndexOf('<', position - 1), to: position },
          fillId: Number(attributeOf(tag, 'fillId') ?? 0),
        });
    },
    close(_, { position }) {
      path.pop();
      const last = xfs.at(-1);
      if (path.at(-1) === 'cellXfs' && last) last.span.to = position;
    },
  });
  return {
    xml,
    namespace,
    counts: { ...counts, lastNumFmtId },
    cellXfs: xfs.map(({ span }) => xml.slice(span.from, span.to)),
    fillOfXf: xfs.map(({ fillId }) => fillColours[fillId]),
  };
}

/** The part with more elements at the end of its lists; all that was there stays where it was. */
export function addStyles({ xml, namespace }: StylesPart, additions: StyleAdditions): string {
  let result = xml;
  for (const list of listNames) {
    const elements = additions[list];
    if (elements.length > 0) result = addToList(result, list, elements, namespace);
  }
  return result;
}

function addToList(xml: string, list: string, elements: readonly string[], namespace: string): string {
  const opening = new RegExp(`<((?:[\\w.-]+:)?)${list}(?=[\\s/>])([^>]*)>`).exec(xml);
  const isPrefixed = !/<styleSheet[\s>]/.test(xml);
  const inNamespace = (element: string): string =>
    isPrefixed ? element.replace(/^<([\w.]+)(?=[\s/>])/, `<$1 xmlns="${namespace}"`) : element;
  const added = elements.map(inNamespace).join('');
  if (!opening) return insertList(xml, `${list} count="${elements.length}"`, list, added, namespace);
  const [whole, prefix = '', attributes = ''] = opening;
  const isBlank = attributes.trimEnd().endsWith('/');
  const closing = `</${prefix}${list}>`;
  const end = isBlank ? opening.index + whole.length : xml.indexOf(closing, opening.index);
  const before = Number(/\bcount="(\d+)"/.exec(attributes)?.[1] ?? 0);
  const head = `<${prefix}${list} count="${before + elements.length}">`;
  const kept = isBlank ? '' : xml.slice(opening.index + whole.length, end);
  const rest = isBlank ? xml.slice(end) : xml.slice(end + closing.length);
  return `${xml.slice(0, opening.index)}${head}${kept}${added}${closing}${rest}`;
}

/** Only `numFmts` may be missing where there are cells, and it comes first. */
function insertList(xml: string, head: string, list: string, added: string, namespace: string): string {
  const root = /<(?:[\w.-]+:)?styleSheet\b[^>]*>/.exec(xml);
  if (!root) return xml;
  const at = root.index + root[0].length;
  return `${xml.slice(0, at)}<${head} xmlns="${namespace}">${added}</${list}>${xml.slice(at)}`;
}
