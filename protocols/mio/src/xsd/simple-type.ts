import { listCodes } from '../codes/code-lists.ts';
import { profileId } from '../model/codec.ts';
import type { Content } from '../profile/compile.ts';
import { datatypes, type Datatype } from '../table/datatypes.ts';
import type { Field, MessageCode } from '../table/node.ts';
import { escapeAttribute } from '../xml/escape.ts';

/** Whether a name is that of a number, a date… in UBL decides what our type narrows. */
const bases: Readonly<Record<string, string>> = {
  flag: 'xsd:boolean',
  count: 'xsd:nonNegativeInteger',
  price: 'xsd:decimal',
  amount: 'xsd:decimal',
  quantity: 'xsd:decimal',
  percent: 'xsd:decimal',
  rate: 'xsd:decimal',
  date: 'xsd:date',
  text: 'xsd:string',
};

/** The restriction that the text of an element or attribute must satisfy, as the body of an `xsd:simpleType`. */
export function restriction(content: Content, code: MessageCode): string {
  if (content.kind === 'fixed') return restrict('xsd:token', [facet('enumeration', content.value)]);
  const { slot } = content;
  if (!slot) return restrict('xsd:token', []);
  if (content.kind === 'slot' && content.part !== 'whole') return half(slot.field, content.part);
  return restrictField(slot.field, code);
}

function restrictField(field: Field, code: MessageCode): string {
  const type: Datatype = datatypes[field.type];
  const base = bases[field.type] ?? 'xsd:token';
  if (field.type === 'testFlag')
    return restrict(
      base,
      [false, true].map((isTest) => facet('enumeration', profileId(code, isTest))),
    );
  if (field.type === 'standardVersion')
    return restrict(base, [facet('pattern', `urn:liaison:mio:${type.pattern}`)]);
  if (field.type === 'rate') return restrict(base, [facet('pattern', String.raw`[0-9]{1,2}(\.[0-9]{1,6})?`)]);
  if (field.codes)
    return restrict(
      base,
      listCodes(field.codes).map((value) => facet('enumeration', value)),
    );
  // A pattern that has every text but the empty one costs xmllint a lot, and says no more than a length.
  const said =
    field.type === 'text' || field.type === 'name' || field.type === 'id'
      ? facet('minLength', '1')
      : facet('pattern', type.pattern);
  return restrict(base, [said, ...(type.maxLength ? [facet('maxLength', String(type.maxLength))] : [])]);
}

/** The date or the time of day of an instant. */
function half(field: Field, part: 'date' | 'time'): string {
  const { pattern } = datatypes[field.type];
  const at = pattern.indexOf('T(');
  return part === 'date'
    ? restrict('xsd:date', [facet('pattern', pattern.slice(0, at))])
    : restrict('xsd:time', [facet('pattern', pattern.slice(at + 1))]);
}

const facet = (name: string, value: string) => `<xsd:${name} value="${escapeAttribute(value)}"/>`;
const restrict = (base: string, facets: readonly string[]) =>
  `<xsd:restriction base="${base}">${facets.join('')}</xsd:restriction>`;
