import { Draw } from './testing-values.ts';

/** Documents that each differ from this one by one change of its elements, attributes or texts; all still well formed. */
export function mutate(document: string, seed: number, count: number): string[] {
  const draw = new Draw(seed);
  return Array.from({ length: count }, () => draw.from(changes)(document, draw)).filter(
    (text) => text !== document,
  );
}

type Change = (document: string, draw: Draw) => string;

/** Elements without children, with their tags. */
const leaf = /<([a-z]{3}:[A-Za-z]+)([^<>]*)>([^<>]*)<\/\1>/g;

function changeLeaf(document: string, draw: Draw, change: (found: RegExpExecArray) => string): string {
  const found = draw.from([...document.matchAll(leaf)]);
  return document.slice(0, found.index) + change(found) + document.slice(found.index + found[0].length);
}

const changes: readonly Change[] = [
  // Away, twice, empty, with a neighbour's place.
  (document, draw) => changeLeaf(document, draw, () => ''),
  (document, draw) => changeLeaf(document, draw, ([whole]) => whole + whole),
  (document, draw) =>
    changeLeaf(document, draw, ([, name = '', attributes = '']) => `<${name}${attributes}></${name}>`),
  (document, draw) =>
    changeLeaf(document, draw, ([, name = '', , text = '']) => `<${name}>${text}</${name}>`),
  (document, draw) => changeLeaf(document, draw, ([whole]) => `${whole}<cbc:Note>x</cbc:Note>`),
  (document, draw) =>
    changeLeaf(
      document,
      draw,
      ([, name = '', attributes = '', text = '']) =>
        `<${name}${attributes}>${draw.from(texts)}${text}</${name}>`,
    ),
  (document, draw) =>
    changeLeaf(
      document,
      draw,
      ([, name = '', attributes = '']) => `<${name}${attributes}>${draw.from(texts)}</${name}>`,
    ),
  (document, draw) =>
    changeLeaf(
      document,
      draw,
      ([, name = '', attributes = '', text = '']) => `<${name}${attributes} schemeName="x">${text}</${name}>`,
    ),
];

const texts = ['-1', '1e3', '1,5', '0042', ' ', 'true', '2026-02-30', '25:00:00', 'été', '12.3456789', '1'];
