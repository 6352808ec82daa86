import { attributeOf, readXml } from '../xml/read-xml.ts';
import type { XlsxLimits } from '../limits.ts';

/** What `[Content_Types].xml` says of parts (ECMA-376-2 §7.2.3). */
export type ContentTypes = {
  readonly byExtension: ReadonlyMap<string, string>;
  readonly byPart: ReadonlyMap<string, string>;
};

export const contentTypesPart = '[Content_Types].xml';

export function readContentTypes(texts: Iterable<string>, limits: XlsxLimits): ContentTypes {
  const byExtension = new Map<string, string>();
  const byPart = new Map<string, string>();
  readXml(texts, contentTypesPart, limits, {
    open(name, tag) {
      const type = attributeOf(tag, 'ContentType') ?? '';
      if (name === 'Default') byExtension.set((attributeOf(tag, 'Extension') ?? '').toLowerCase(), type);
      if (name === 'Override') byPart.set((attributeOf(tag, 'PartName') ?? '').replace(/^\//, ''), type);
    },
  });
  return { byExtension, byPart };
}
