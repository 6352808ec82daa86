/**
 * The code points that a TrueType font can draw, from its `cmap` table (OpenType 1.9, formats 4 and 12).
 * @throws RangeError when the file is no TrueType font
 */
export function readCoverage(font: Buffer): ReadonlySet<number> {
  const table = findTable(font, 'cmap');
  const covered = new Set<number>();
  const count = font.readUInt16BE(table + 2);
  for (let index = 0; index < count; index += 1) {
    const subtable = table + font.readUInt32BE(table + 8 + index * 8);
    const format = font.readUInt16BE(subtable);
    if (format === 4) addSegments(font, subtable, covered);
    if (format === 12) addGroups(font, subtable, covered);
  }
  return covered;
}

function findTable(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const entry = 12 + index * 16;
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  }
  throw new RangeError(`no ${tag} table in this font`);
}

/** Format 4: segments of the basic plane. A code point whose glyph is 0 is not drawn. */
function addSegments(font: Buffer, subtable: number, covered: Set<number>): void {
  const size = font.readUInt16BE(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + size + 2;
  const deltas = starts + size;
  const offsets = deltas + size;
  for (let segment = 0; segment < size; segment += 2) {
    const start = font.readUInt16BE(starts + segment);
    const end = font.readUInt16BE(ends + segment);
    const delta = font.readUInt16BE(deltas + segment);
    const offset = font.readUInt16BE(offsets + segment);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const index = offset === 0 ? code : font.readUInt16BE(offsets + segment + offset + (code - start) * 2);
      if (index !== 0 && ((index + delta) & 0xffff) !== 0) covered.add(code);
    }
  }
}

/** Format 12: groups over all planes. */
function addGroups(font: Buffer, subtable: number, covered: Set<number>): void {
  const count = font.readUInt32BE(subtable + 12);
  for (let group = 0; group < count; group += 1) {
    const entry = subtable + 16 + group * 12;
    const start = font.readUInt32BE(entry);
    const end = font.readUInt32BE(entry + 4);
    const glyph = font.readUInt32BE(entry + 8);
    for (let code = start; code <= end; code += 1) if (glyph + code - start !== 0) covered.add(code);
  }
}
