import { codeLists, type CodeListName, listCodes } from '@liaison/mio';

/** A list as it is shown and as it is typed. */
type Choices = {
  readonly labels: readonly string[];
  readonly labelOf: ReadonlyMap<string, string>;
  /** The first code that each spelling stands for, spellings being folded. */
  readonly codeOf: ReadonlyMap<string, string>;
};

/** Made once for each list: a workbook of 5,000 lines asks 20,000 times. */
const made = new Map<CodeListName, Choices>();

function choicesOf(list: CodeListName): Choices {
  const known = made.get(list) ?? makeChoices(list);
  made.set(list, known);
  return known;
}

function makeChoices(list: CodeListName): Choices {
  const codes = orderedCodes(list);
  const labels = labelsOf(list, codes);
  const pairs = codes.map((code, index) => [code, labels[index] ?? code] as const);
  const codeOf = new Map<string, string>();
  for (const [code, text] of pairs) {
    const own = fold(code);
    const label = fold(text);
    for (const spelling of [own, label, `${own} ${label}`, `${label} ${own}`])
      if (!codeOf.has(spelling)) codeOf.set(spelling, code);
  }
  return { labels, labelOf: new Map(pairs), codeOf };
}

/** What a list of codes shows: its French words where they tell the codes apart, the codes otherwise. */
export function choiceLabels(list: CodeListName): readonly string[] {
  return choicesOf(list).labels;
}

function labelsOf(list: CodeListName, codes: readonly string[]): readonly string[] {
  if (isNumeric(list)) return codes;
  const words: Readonly<Record<string, string>> = codeLists[list];
  const isClear = new Set(Object.values(words)).size === codes.length;
  return isClear ? codes.map((code) => words[code] ?? code) : codes;
}

/** Rates are typed as numbers, and shown as such. */
export function isNumeric(list: CodeListName): boolean {
  return list === 'vatRate' && listCodes(list).every((code) => /^\d+(?:\.\d+)?$/.test(code));
}

export function labelOf(list: CodeListName, code: string): string {
  return choicesOf(list).labelOf.get(code) ?? code;
}

/** The code that somebody meant by its label, by itself, or by both (`pièce (H87)`), whatever the case and accents. */
export function codeMeant(list: CodeListName, typed: string): string | undefined {
  return choicesOf(list).codeOf.get(fold(typed));
}

function orderedCodes(list: CodeListName): string[] {
  const codes = listCodes(list);
  return isNumeric(list) ? codes.toSorted((a, b) => Number(b) - Number(a)) : codes;
}

/** Letters and digits alone, without accents; the minus sign tells temperatures apart. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('−', '-')
    .replaceAll(/[^a-z0-9.+-]+/g, ' ')
    .trim();
}
