import { severities, type ControlReply, type Severity, type ShownFinding } from '@liaison/marches/contract';
import { nbsp } from '../../ui/french.ts';

/** A finding of a report, with what names it on the page: the same from one control to the next. */
export type ListedFinding = { readonly key: string; readonly finding: ShownFinding };

export type FindingFilter = {
  readonly severity: Severity | 'all';
  readonly layer: string;
  readonly lot: string;
  readonly text: string;
};

export const noFilter: FindingFilter = { severity: 'all', layer: '', lot: '', text: '' };

export type Grouping = 'rule' | 'lot';

export type FindingGroup = {
  readonly key: string;
  readonly title: string;
  /** Code of the rule, where the group is of one. */
  readonly code: string | null;
  readonly severity: Severity;
  readonly items: readonly ListedFinding[];
};

/** Worst first, then in the order of the document, as the report has them. */
export function listFindings({ findings }: Pick<ControlReply, 'findings'>): readonly ListedFinding[] {
  const seen = new Map<string, number>();
  return findings
    .map((finding) => {
      const place = finding.path?.join('/') ?? finding.location.xpath ?? finding.location.excel ?? '';
      const name = `${finding.code} ${place}`;
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return { key: `${name} ${nth}`, finding };
    })
    .toSorted((left, right) => rankOf(left.finding) - rankOf(right.finding));
}

function rankOf({ severity }: ShownFinding): number {
  return severities.indexOf(severity);
}

export function filterFindings(
  listed: readonly ListedFinding[],
  { severity, layer, lot, text }: FindingFilter,
): readonly ListedFinding[] {
  const wanted = folded(text.trim());
  return listed.filter(({ finding }) => {
    if (severity !== 'all' && finding.severity !== severity) return false;
    if (layer !== '' && finding.layer !== layer) return false;
    if (lot !== '' && finding.location.lot !== lot) return false;
    return wanted === '' || folded(wordsOf(finding)).includes(wanted);
  });
}

function wordsOf({ code, message, location, value, suggestion }: ShownFinding): string {
  const { lot, ligne, champ, excel } = location;
  return [code, message.fr, lot, ligne, champ, excel, value, suggestion].join(' ');
}

/** Without accents nor capitals: « reference » finds « Référence ». */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** By the rule that is broken, or by the lot that is concerned; the worst group first. */
export function groupFindings(
  listed: readonly ListedFinding[],
  grouping: Grouping,
  titles: Readonly<Record<string, string>>,
): readonly FindingGroup[] {
  const byKey = new Map<string, ListedFinding[]>();
  for (const each of listed) {
    const key = grouping === 'rule' ? each.finding.code : (each.finding.location.lot ?? '');
    const group = byKey.get(key);
    if (group) group.push(each);
    else byKey.set(key, [each]);
  }
  return [...byKey].map(([key, items]) => {
    const [{ finding } = { finding: undefined }] = items;
    const title = grouping === 'rule' ? (titles[key] ?? finding?.message.fr ?? key) : lotTitle(key);
    const code = grouping === 'rule' ? key : null;
    return { key, title, code, severity: finding?.severity ?? 'INFO', items };
  });
}

function lotTitle(lot: string): string {
  return lot === '' ? 'Hors des lots' : `Lot${nbsp}${lot}`;
}

/** The lots that findings are about, in the order of their numbers. */
export function lotsOf(listed: readonly ListedFinding[]): readonly string[] {
  const lots = new Set(listed.flatMap(({ finding: { location } }) => (location.lot ? [location.lot] : [])));
  return [...lots].toSorted(new Intl.Collator('fr', { numeric: true }).compare);
}

/** The finding to look at once one is gone: that which has taken its place in the list. */
export function nextFinding(
  before: readonly ListedFinding[],
  after: readonly ListedFinding[],
  key: string,
): ListedFinding | null {
  const same = after.find((each) => each.key === key);
  if (same) return same;
  const there = new Set(after.map((each) => each.key));
  const index = before.findIndex((each) => each.key === key);
  const next = before.slice(index + 1).find((each) => there.has(each.key));
  return after.find((each) => each.key === next?.key) ?? after.at(-1) ?? null;
}
