/**
 * The `path` of a row of the field table, a small part of XPath:
 *
 *     cac:Price/cbc:PriceAmount[@currencyID='EUR']      steps; what stands in brackets is fixed, and tells alike elements apart
 *     cac:Party[cac:TaxScheme/cbc:ID='VAT']/cbc:ID      fixed by a descendant
 *     cbc:ID[cbc:ID/@schemeID='0009']                   fixed by a descendant's attribute
 *     cbc:BaseQuantity[.='1']/@unitCode                 fixed text; the value is an attribute
 *     cbc:MinimumQuantity[@unitCode=$unit]              an attribute that repeats a field of the same group
 *     cac:TendererParty[1], [position()>1]              the first, the others
 *     cbc:IssueDate+cbc:IssueTime                       an instant over two elements
 */
export interface Step {
  /** With the prefix that we always write: `cbc:ID`. */
  name: string;
  conditions: readonly Condition[];
}

/** `elements` and `attribute`: where, from the step's element; both absent for its own text. */
export type Condition =
  | { kind: 'fixed'; elements: readonly string[]; attribute?: string; value: string }
  | { kind: 'repeats'; attribute: string; key: string }
  | { kind: 'first' }
  | { kind: 'others' };

export interface Path {
  steps: readonly Step[];
  /** The value is this attribute of the last step. */
  attribute?: string;
  /** The element beside the last step that holds the time of day. */
  timeElement?: string;
}

const stepPattern = /([\w:]+|@\w+)((?:\[[^\]]*\])*)(?:\+([\w:]+))?(?:\/|$)/y;

/** Throws on what is not of the form above: tables are written by hand. */
export function parsePath(text: string): Path {
  const steps: Step[] = [];
  let attribute: string | undefined;
  let timeElement: string | undefined;
  stepPattern.lastIndex = 0;
  while (stepPattern.lastIndex < text.length) {
    const found = stepPattern.exec(text);
    if (!found || attribute !== undefined) throw new Error(`not a path of the field table: ${text}`);
    const [, name = '', conditions = '', time] = found;
    if (name.startsWith('@')) attribute = name.slice(1);
    else steps.push({ name, conditions: parseConditions(conditions) });
    timeElement = time;
  }
  return {
    steps,
    ...(attribute === undefined ? {} : { attribute }),
    ...(timeElement === undefined ? {} : { timeElement }),
  };
}

function parseConditions(text: string): Condition[] {
  return [...text.matchAll(/\[([^\]]*)\]/g)].map(([, condition = '']) => parseCondition(condition));
}

function parseCondition(text: string): Condition {
  if (text === '1') return { kind: 'first' };
  if (text === 'position()>1') return { kind: 'others' };
  const repeats = /^@(\w+)=\$(\w+)$/.exec(text);
  if (repeats) return { kind: 'repeats', attribute: repeats[1] ?? '', key: repeats[2] ?? '' };
  const fixed = /^(.+)='([^']*)'$/.exec(text);
  if (!fixed) throw new Error(`not a condition of the field table: ${text}`);
  const parts = (fixed[1] ?? '').split('/');
  const last = parts.at(-1) ?? '';
  const elements = parts.filter((part) => part !== '.' && !part.startsWith('@'));
  const attribute = last.startsWith('@') ? { attribute: last.slice(1) } : {};
  return { kind: 'fixed', elements, ...attribute, value: fixed[2] ?? '' };
}
