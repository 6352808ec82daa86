import { codeLists, type CodeListName, listCodes } from '@liaison/mio';

/** What a list of codes shows: its French words where they tell the codes apart, the codes otherwise. */
export function choiceLabels(list: CodeListName): string[] {
  const codes = listCodes(list);
  if (isNumeric(list)) return codes.toSorted((a, b) => Number(b) - Number(a));
  const words: Readonly<Record<string, string>> = codeLists[list];
  const isClear = new Set(Object.values(words)).size === codes.length;
  return isClear ? codes.map((code) => words[code] ?? code) : codes;
}

/** Rates are typed as numbers, and shown as such. */
export function isNumeric(list: CodeListName): boolean {
  return listCodes(list).every((code) => /^\d+(?:\.\d+)?$/.test(code)) && list === 'vatRate';
}

export function labelOf(list: CodeListName, code: string): string {
  return choiceLabels(list)[orderedCodes(list).indexOf(code)] ?? code;
}

/** The code that somebody meant by its label, by itself, or by both (`pièce (H87)`), whatever the case and accents. */
export function codeMeant(list: CodeListName, typed: string): string | undefined {
  const wanted = fold(typed);
  const labels = choiceLabels(list).map(fold);
  return orderedCodes(list).find((code, index) => {
    const label = labels[index] ?? '';
    const own = fold(code);
    return [own, label, `${own} ${label}`, `${label} ${own}`].includes(wanted);
  });
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
