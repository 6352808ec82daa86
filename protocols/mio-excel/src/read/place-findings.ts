import { findRow, type ModelPath, type ReadFinding } from '@liaison/mio';
import type { ExcelFinding } from '../finding.ts';
import { isPlain, plainList, textOf, type Plain } from '../layout/record.ts';

/** The property that a cell stands for: of an object that is being read, whose place in the message is not known yet. */
export type About = { readonly owner: Plain; readonly path: readonly string[] };

/** Keeps what is found, and where it can be told the property that it is about. */
export type Tell = (finding: ExcelFinding, about?: About) => void;

export type Told = { readonly finding: ExcelFinding; readonly about?: About | undefined };

/** What cells have told, at the properties they stand for in the message that was read of them. */
export function placeTold(told: readonly Told[], message: Plain): ExcelFinding[] {
  const owners = new Set(told.flatMap(({ about }) => (about ? [about.owner] : [])));
  const paths = new Map<Plain, ModelPath>();
  if (owners.size > 0) findPaths(message, [], owners, paths);
  return told.map(({ finding, about }) => {
    const around = about && paths.get(about.owner);
    if (!around) return finding;
    const path = [...around, ...about.path];
    const champ = findRow('M20', path)?.fr;
    return { ...finding, path, ...ownersOf(path, message), ...(champ === undefined ? {} : { champ }) };
  });
}

function findPaths(
  value: unknown,
  path: ModelPath,
  wanted: ReadonlySet<Plain>,
  found: Map<Plain, ModelPath>,
): void {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) findPaths(item, [...path, index], wanted, found);
  else if (isPlain(value)) {
    if (wanted.has(value)) found.set(value, path);
    for (const [key, item] of Object.entries(value)) findPaths(item, [...path, key], wanted, found);
  }
}

/** The sender is made of the candidate's SIRET: the supplier knows no other. */
const senderMissing = 'SIRET : manque (à défaut, un courriel de contact).';

/** What the message's own reader has against a value, at the cell it came from. */
export function refusedValue(
  { kind, path, value, fr, row }: ReadFinding,
  message: Plain,
  place: (path: ModelPath) => string | undefined,
): ExcelFinding {
  const cell = place(path);
  return {
    kind,
    severity: 'ERREUR',
    path,
    fr: path.join('.') === 'header.sender' ? senderMissing : fr.replaceAll(/« "(.*?)" »/g, '« $1 »'),
    ...(cell === undefined ? {} : { cell }),
    ...(value === undefined ? {} : { value: value.replace(/^"(.*)"$/, '$1') }),
    ...ownersOf(path, message),
    ...(row ? { champ: row.fr } : {}),
  };
}

/** The lot and the line that a property is of, as the buyer numbers them. */
function ownersOf(path: ModelPath, message: Plain): Pick<ExcelFinding, 'lot' | 'ligne'> {
  const [first, lotIndex, second, lineIndex] = path;
  const lot =
    first === 'lots' && typeof lotIndex === 'number' ? plainList(message['lots'])[lotIndex] : undefined;
  const line =
    second === 'lines' && typeof lineIndex === 'number' ? plainList(lot?.['lines'])[lineIndex] : undefined;
  return { ...(lot ? { lot: textOf(lot['id']) } : {}), ...(line ? { ligne: textOf(line['needLine']) } : {}) };
}
