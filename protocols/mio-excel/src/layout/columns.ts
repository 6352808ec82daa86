import { messages, type Field, type Group, type Node } from '@liaison/mio';
import { answersColumn } from './answers.ts';

/** Sheets of the model, as their tabs say. */
export const sheetNames = {
  guide: 'Lisez-moi',
  identity: 'Identité',
  schedule: 'Bordereau',
  packaging: 'Conditionnements',
  discounts: 'Remises',
  pieces: 'Pièces',
  control: 'Contrôle',
  memory: '_mio',
} as const;

/** A column that stands for a field of the message. `key` is written in the hidden first row and outlives sorting, moving, renaming. */
export type ModelColumn = {
  readonly key: string;
  readonly path: readonly string[];
  readonly field: Field;
  readonly header: string;
  readonly width: number;
  readonly isRequired: boolean;
};

/** What the supplier meets first comes first; a field that the table gains later comes before the comment. */
const scheduleOrder = [
  'status',
  'item.supplierReference',
  'item.name',
  'item.brand',
  'item.manufacturer',
  'price.unitPrice',
  'price.unit',
  'item.vatRate',
  'price.discount.percent',
  'price.leadTimeDays',
  'orderUnit',
  'orderUnitContent',
  'minimumOrder',
  'item.gtin',
  'item.cip13',
  'item.ucd13',
  'item.udiDi',
  'item.lppr',
  'item.lpprTariff',
  'item.cladimed',
  'item.mdrClass',
  answersColumn.key,
  'item.manufacturerReference',
  'item.origin',
  'item.atc',
  'item.inn',
  'item.strength',
  'item.form',
];
const lastColumns = ['variant', 'comment', 'total', 'totalWithVat'];

/** Asked of every line by the message, but known when the supplier leaves the cell empty. */
const givenByDefault = ['status', 'price.unit'];

const lots = childGroup(messages.M20.children, 'lots');
const lines = childGroup(lots.children, 'lines');
const price = childGroup(lines.children, 'price');

/** Yellow columns of the schedule: fields of the offered line, and the variant of its lot. */
export const offerColumns: readonly ModelColumn[] = [
  ...columnsOf(lots.children, sheetNames.schedule).filter(({ key }) => key !== 'id'),
  ...columnsOf(lines.children, sheetNames.schedule).filter(({ key }) => key !== 'needLine'),
  answersColumn,
].toSorted((a, b) => rank(a.key) - rank(b.key));

const needLots = childGroup(messages.M10.children, 'lots');

/** Grey columns: what the buyer asked, on the lot and on the line. */
export const needLotColumns = columnsOf(needLots.children, sheetNames.schedule);
export const needLineColumns = columnsOf(
  childGroup(needLots.children, 'lines').children,
  sheetNames.schedule,
);

export const packagingColumns = columnsOf(
  childGroup(price.children, 'packaging').children,
  sheetNames.packaging,
);
export const tierColumns = columnsOf(childGroup(lines.children, 'tiers').children, sheetNames.discounts);
export const lotFeeColumns = ['freeDelivery', 'minimumOrder', 'delivery'].map((key) =>
  column(fieldOf(lots.children, key), [], 16),
);
export const pieceColumns = fieldsOf(childGroup(messages.M20.children, 'pieces').children).map((field) =>
  column(field, [], field.type === 'sha256' ? 68 : Math.max(16, field.fr.length)),
);

/** Rows of the identity sheet: the candidate, then what holds for the whole offer. */
export const identityFields: readonly ModelColumn[] = [
  ...flatFields(childGroup(messages.M20.children, 'tenderer')).map(({ field, path }) =>
    column(field, ['tenderer', ...path], 50),
  ),
  column(fieldOf(messages.M20.children, 'validityDays'), [], 50),
];

/** Every field below a group that occurs at most once, with its path. */
function flatFields({ children }: Pick<Group, 'children'>): { field: Field; path: readonly string[] }[] {
  return children.flatMap((node) => {
    if (node.kind === 'constant') return [];
    if (node.kind === 'field') return [{ field: node, path: [] }];
    if (node.card === '*' || node.card === '+') return [];
    return flatFields(node).map(({ field, path }) => ({ field, path: [node.key, ...path] }));
  });
}

function columnsOf(children: readonly Node[], sheet: string): ModelColumn[] {
  return flatFields({ children }).flatMap(({ field, path }) =>
    field.excel?.sheet === sheet ? [column(field, path, field.excel.width)] : [],
  );
}

function column(field: Field, path: readonly string[], width: number): ModelColumn {
  const whole = [...path, field.key];
  return {
    key: whole.join('.'),
    path: whole,
    field,
    header: field.excel?.header ?? field.fr,
    width,
    isRequired: field.card === '1' && !givenByDefault.includes(whole.join('.')),
  };
}

function fieldsOf(children: readonly Node[]): Field[] {
  return children.filter((node) => node.kind === 'field');
}

function fieldOf(children: readonly Node[], key: string): Field {
  const found = fieldsOf(children).find((field) => field.key === key);
  if (!found) throw new Error(`the field table has no ${key}`);
  return found;
}

function childGroup(children: readonly Node[], key: string): Group {
  const found = children.find((node): node is Group => node.kind === 'group' && node.key === key);
  if (!found) throw new Error(`the field table has no ${key}`);
  return found;
}

function rank(key: string): number {
  const first = scheduleOrder.indexOf(key);
  if (first >= 0) return first;
  const last = lastColumns.indexOf(key);
  return last >= 0 ? scheduleOrder.length + 1 + last : scheduleOrder.length;
}
