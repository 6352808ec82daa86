/**
 * Writes generated/ubl-structure.ts: which elements UBL 2.3 knows, in which order and how often, from the OASIS schemas.
 *
 *     node src/ubl/generate-structure.ts ../../../shared/data/ubl-2.3
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const marks: Readonly<Record<string, string>> = {
  '0 1': '?',
  '1 1': '',
  '0 unbounded': '*',
  '1 unbounded': '+',
};

/** `TypeName: cbc:ID? cac:Item …`, one line for each complex type with a sequence of references. */
function listAggregates(schema: string): string[] {
  return [
    ...schema.matchAll(/<xsd:complexType name="(\w+)Type">\s*<xsd:sequence>(.*?)<\/xsd:sequence>/gs),
  ].map(([, name = '', body = '']) => {
    const children = [...body.matchAll(/ref="([^"]+)"\s+minOccurs="(\d)"\s+maxOccurs="(\w+)"/g)].map(
      ([, ref = '', min = '', max = '']) => `${ref}${marks[`${min} ${max}`] ?? ''}`,
    );
    return `${name}: ${children.join(' ')}`;
  });
}

/** Pairs of element and type without their suffix, of those that differ. */
function listElementTypes(schema: string): string[] {
  return [...schema.matchAll(/<xsd:element name="(\w+)"\s+type="(\w+)Type"\/>/g)]
    .filter(([, name, type]) => name !== type)
    .map(([, name = '', type = '']) => `${name}=${type}`);
}

/** The unqualified data type behind each basic component: `PriceAmount=Amount`. Qualified ones are all codes. */
function listBasics(schema: string): string[] {
  return [...schema.matchAll(/<xsd:complexType name="(\w+)Type">.*?base="(\w+):(\w+)Type"/gs)].map(
    ([, name = '', prefix = '', base = '']) => `${name}=${prefix === 'qdt' ? 'Code' : base}`,
  );
}

/** Text of generated/ubl-structure.ts. @param folder with `common/` and `maindoc/`, as OASIS publishes them */
export function formatStructure(folder: string): string {
  const aggregates = readFileSync(join(folder, 'common/UBL-CommonAggregateComponents-2.3.xsd'), 'utf8');
  const basics = readFileSync(join(folder, 'common/UBL-CommonBasicComponents-2.3.xsd'), 'utf8');
  const documents = globSync('maindoc/*.xsd', { cwd: folder })
    .toSorted()
    .flatMap((file) => listAggregates(readFileSync(join(folder, file), 'utf8')));
  const text = (lines: readonly string[]) => `\`\n${lines.join('\n')}\n\``;
  return [
    '// Written by ubl/generate-structure.ts from the schemas of OASIS UBL 2.3 (Copyright OASIS Open 2021).',
    '/** Documents: children in their order; ? * + say how often. */',
    `export const documents = ${text(documents)};`,
    '/** Types of aggregates in the same way. */',
    `export const aggregates = ${text(listAggregates(aggregates))};`,
    '/** Aggregate elements whose type has another name. */',
    `export const aggregateTypes = ${text(listElementTypes(aggregates))};`,
    '/** Basic elements and their unqualified data type. */',
    `export const basics = ${text(listBasics(basics))};`,
    '',
  ].join('\n');
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('usage: generate-structure.ts <folder of the UBL 2.3 schemas>');
  writeFileSync(new URL('../generated/ubl-structure.ts', import.meta.url), formatStructure(folder));
}
