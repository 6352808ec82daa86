/**
 * What a spreadsheet would take for a formula once the text is edited, or read back from CSV. Such a cell gets
 * `quotePrefix` (ECMA-376-1 §18.8.45): its text stays what it is, and stays a text.
 */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}
