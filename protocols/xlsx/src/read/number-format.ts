/** What a number format makes of a number (ECMA-376-1 §18.8.30, §18.8.31). */
export type NumberKind = 'number' | 'percent' | 'date' | 'text';

/** Built-in formats that have no code of their own in the file: dates, times, percentages, text. */
export function kindOfBuiltIn(id: number): NumberKind {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58))
    return 'date';
  if (id === 9 || id === 10) return 'percent';
  return id === 49 ? 'text' : 'number';
}

/** Looks at the first section of the code, without literals, colours and conditions; elapsed `[h]` is no date. */
export function kindOfFormat(code: string): NumberKind {
  const bare = (code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0] ?? '').toLowerCase();
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return 'number';
  const symbols = bare.replaceAll(/\[[^\]]*\]/g, '');
  if (symbols.includes('@')) return 'text';
  if (symbols.includes('%')) return 'percent';
  if (symbols.startsWith('general') || symbols.includes('standard')) return 'number';
  return /[ymdhs]/.test(symbols) ? 'date' : 'number';
}
