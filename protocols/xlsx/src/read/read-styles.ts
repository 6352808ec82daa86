import type { XlsxLimits } from '../limits.ts';
import { attributeOf, readXml, type XmlTag } from '../xml/read-xml.ts';
import { kindOfBuiltIn, kindOfFormat, type NumberKind } from './number-format.ts';

/** What each cell format (`cellXfs`, ECMA-376-1 §18.8.10) makes of a number, by its index. */
export function readNumberKinds(
  texts: Iterable<string>,
  part: string,
  limits: XlsxLimits,
): readonly NumberKind[] {
  const custom = new Map<number, NumberKind>();
  const kinds: NumberKind[] = [];
  let isInCellFormats = false;
  const numberOf = (tag: XmlTag): number => Number(attributeOf(tag, 'numFmtId') ?? 0);
  readXml(texts, part, limits, {
    open(name, tag) {
      if (name === 'numFmt') custom.set(numberOf(tag), kindOfFormat(attributeOf(tag, 'formatCode') ?? ''));
      if (name === 'cellXfs') isInCellFormats = true;
      if (name === 'xf' && isInCellFormats)
        kinds.push(custom.get(numberOf(tag)) ?? kindOfBuiltIn(numberOf(tag)));
    },
    close(name) {
      if (name === 'cellXfs') isInCellFormats = false;
    },
  });
  return kinds;
}
