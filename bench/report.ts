import { pairedRatios, summarise, valuesOf, type Round, type Summary } from './statistics.ts';

/** One table of results: its rows are contestants, ours first. */
export type Table = {
  readonly title: string;
  /** Of the values, and how many decimals they are written with. */
  readonly unit: string;
  readonly decimals: number;
  /** Whether more is better; the ratios are always how many times better ours is. */
  readonly isMoreBetter: boolean;
  readonly rows: readonly {
    readonly name: string;
    readonly isOurs: boolean;
    readonly missing: string | null;
  }[];
  readonly rounds: readonly Round[];
  /** What is to be known about it: void rounds, what the figures leave out. */
  readonly notes: readonly string[];
};

export function formatTable(table: Table): string {
  const ours = table.rows.filter(({ isOurs, missing }) => isOurs && missing === null);
  const heads = ['', table.unit, 'least – most', 'runs', ...ours.map(({ name }) => `${name} is … × better`)];
  const lines = table.rows.map((row) => formatRow(table, row, ours));
  return [
    `### ${table.title}`,
    '',
    cells(heads),
    cells(heads.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...lines,
    '',
    ...table.notes.map((note) => `- ${note}`),
    ...(table.notes.length > 0 ? [''] : []),
  ].join('\n');
}

function formatRow(
  table: Table,
  { name, isOurs, missing }: Table['rows'][number],
  ours: Table['rows'],
): string {
  if (missing !== null)
    return cells([name, `not measured here: \`${missing}\``, '', '', ...ours.map(() => '')]);
  const summary = summarise(valuesOf(table.rounds, name));
  if (!summary) return cells([name, 'no valid run', '', '0', ...ours.map(() => '')]);
  const write = (value: number): string => value.toFixed(table.decimals);
  const ratios = ours.map((own) => {
    if (isOurs) return '';
    const [better, worse] = table.isMoreBetter ? [own.name, name] : [name, own.name];
    return formatRatio(summarise(pairedRatios(table.rounds, better, worse)));
  });
  const spread = `${write(summary.least)} – ${write(summary.most)}`;
  return cells([
    isOurs ? `**${name}**` : name,
    write(summary.median),
    spread,
    String(summary.count),
    ...ratios,
  ]);
}

function formatRatio(ratio: Summary | null): string {
  if (!ratio) return 'no valid pair';
  return `**${ratio.median.toFixed(2)}** (${ratio.least.toFixed(2)} – ${ratio.most.toFixed(2)})`;
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
