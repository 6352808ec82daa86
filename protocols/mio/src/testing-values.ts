/** A value of each kind, drawn from a seeded source. */
import { listCodes } from './codes/code-lists.ts';
import type { DatatypeName } from './table/datatypes.ts';
import type { Field } from './table/node.ts';

/** Numbers below `limit`, the same for the same seed (mulberry32). */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  /** True in `chance` of all cases. */
  is(chance: number): boolean {
    return this.below(1_000_000) < chance * 1_000_000;
  }

  from<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to draw from');
    return item;
  }

  chars(alphabet: string, length: number): string {
    let text = '';
    for (let count = 0; count < length; count += 1) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }
}

const digit = '0123456789';
const hex = '0123456789abcdef';
const capital = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** With what XML, CSV and workbooks trip over. */
const units = [
  ...Array.from('abcdefghijklmnopqrstuvwxyzABC0123éèçœ’«€µ°²'),
  '&',
  '<',
  '>',
  '"',
  "'",
  ';',
  ',',
  '=',
  '+',
  '-',
  '@',
  ']]>',
  '😀',
];

function word(draw: Draw): string {
  let text = '';
  for (let count = draw.below(8); count >= 0; count -= 1) text += draw.from(units);
  return text;
}

const words = (draw: Draw, most: number) =>
  Array.from({ length: 1 + draw.below(most) }, () => word(draw)).join(' ');
const decimal = (draw: Draw, limit: number, scale: number) => {
  const length = draw.below(scale + 1);
  return `${draw.below(limit)}${length > 0 ? `.${draw.chars(digit, length)}` : ''}`;
};
const pad = (value: number) => String(value).padStart(2, '0');
const date = (draw: Draw) => `${2000 + draw.below(90)}-${pad(1 + draw.below(12))}-${pad(1 + draw.below(28))}`;
const time = (draw: Draw) => `${pad(draw.below(24))}:${pad(draw.below(60))}:${pad(draw.below(60))}`;
const chapter = (draw: Draw) =>
  draw.chars(capital, 1) + draw.chars(digit, 2) + draw.chars(capital, 2) + draw.chars(digit, 2);

const makers: Readonly<Record<DatatypeName, (draw: Draw) => string | number | boolean>> = {
  name: (draw) => words(draw, 4),
  text: (draw) => Array.from({ length: 1 + draw.below(3) }, () => words(draw, 5)).join('\n'),
  id: (draw) => word(draw),
  code: (draw) => draw.chars(`${digit}${capital}._-`, 1 + draw.below(10)),
  uuid: (draw) => [8, 4, 4, 4, 12].map((length) => draw.chars(hex, length)).join('-'),
  sha256: (draw) => draw.chars(hex, 64),
  base64: (draw) => Buffer.from(draw.chars(capital, 1 + draw.below(30))).toString('base64'),
  uri: (draw) => `https://h${draw.chars(digit, 3)}.fr/a?b=${draw.chars(capital, 4)}&c=%20`,
  email: (draw) => `n${draw.chars(digit, 4)}@h${draw.chars(digit, 3)}.fr`,
  flag: (draw) => draw.is(0.5),
  testFlag: (draw) => draw.is(0.5),
  count: (draw) => draw.below(1_000_000_000),
  price: (draw) => decimal(draw, 1_000_000, 6),
  amount: (draw) => decimal(draw, 100_000_000, 2),
  quantity: (draw) => decimal(draw, 10_000_000, 3),
  percent: (draw) => decimal(draw, 101, 4),
  rate: (draw) => decimal(draw, 101, 4),
  date,
  utc: (draw) => `${date(draw)}T${time(draw)}Z`,
  instant: (draw) => `${date(draw)}T${time(draw)}${draw.from(['Z', '+01:00', '+02:00', '-04:00', '+11:00'])}`,
  standardVersion: (draw) => `1.${draw.below(20)}`,
  gtin: (draw) => draw.chars(digit, draw.from([8, 12, 13, 14])),
  cip13: (draw) => `34009${draw.chars(digit, 8)}`,
  ucd13: (draw) => `34008${draw.chars(digit, 8)}`,
  udiDi: (draw) => draw.chars(digit, 14),
  lppr: (draw) => draw.chars(digit, 7),
  cladimed: chapter,
  atc: chapter,
  cpv: (draw) => draw.chars(digit, 8),
  siret: (draw) => draw.chars(digit, 14),
  finess: (draw) => draw.chars(digit, 9),
  gln: (draw) => draw.chars(digit, 13),
  lei: (draw) => draw.chars(capital, 18) + draw.chars(digit, 2),
  vatNumber: (draw) => `FR${draw.chars(digit, 11)}`,
  country: (draw) => draw.chars(capital, 2),
  mime: (draw) => draw.from(['application/pdf', 'image/jpeg', 'application/vnd.ms-excel']),
};

/** A value that the field may have. Keys of codes are as likely false as chance has it. */
export function drawValue(field: Field, draw: Draw): string | number | boolean {
  return field.codes ? draw.from(listCodes(field.codes)) : makers[field.type](draw);
}
