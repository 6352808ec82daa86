import { posix } from 'node:path';
import type { XlsxLimits } from '../limits.ts';
import { attributeOf, readXml } from '../xml/read-xml.ts';

/** How parts refer to one another (ECMA-376-2 §6.5). */
export type Relationship = {
  readonly id: string;
  /** The last segment of the type, the same in transitional and strict files: `worksheet`, `comments`, `oleObject`. */
  readonly kind: string;
  /** A part name without the leading slash, or an address when external. */
  readonly target: string;
  readonly isExternal: boolean;
};

/** `xl/workbook.xml` has its relationships in `xl/_rels/workbook.xml.rels`; the package (`''`) in `_rels/.rels`. */
export function relationshipsPartOf(part: string): string {
  return posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
}

export function readRelationships(
  texts: Iterable<string>,
  source: string,
  limits: XlsxLimits,
): Relationship[] {
  const found: Relationship[] = [];
  readXml(texts, relationshipsPartOf(source), limits, {
    open(name, tag) {
      if (name !== 'Relationship') return;
      const target = attributeOf(tag, 'Target') ?? '';
      const isExternal = attributeOf(tag, 'TargetMode') === 'External';
      found.push({
        id: attributeOf(tag, 'Id') ?? '',
        kind: (attributeOf(tag, 'Type') ?? '').split('/').at(-1) ?? '',
        target: isExternal ? target : resolvePart(source, target),
        isExternal,
      });
    },
  });
  return found;
}

function resolvePart(source: string, target: string): string {
  const path = target.replaceAll('\\', '/');
  return posix.join('/', path.startsWith('/') ? '' : posix.dirname(source), path).slice(1);
}
