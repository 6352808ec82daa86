import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaFindingFr } from './fr.ts';
import { parseXml } from './parse.ts';
import { schemaSet } from './schema.ts';

const files = {
  'main/order.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:o" xmlns:t="urn:t" targetNamespace="urn:o" elementFormDefault="qualified">
    <xs:import namespace="urn:t" schemaLocation="../common/types.xsd"/>
    <xs:element name="order"><xs:complexType><xs:sequence>
      <xs:element name="line" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="code" type="t:code"/><xs:element name="quantity" type="xs:int"/><xs:element name="unit" type="t:unit" minOccurs="0"/>
      </xs:sequence><xs:attribute name="id" type="xs:NCName" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType>
    <xs:unique name="lines"><xs:selector xpath="*"/><xs:field xpath="@id"/></xs:unique></xs:element></xs:schema>`,
  'common/types.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
    <xs:simpleType name="code"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{7}"/></xs:restriction></xs:simpleType>
    <xs:simpleType name="unit"><xs:restriction base="xs:string"><xs:enumeration value="UCD"/><xs:enumeration value="boîte"/></xs:restriction></xs:simpleType>
    </xs:schema>`,
};

/** Findings of the order schema in `lines`, as code, line and French sentence. */
function findings(lines: string): string[] {
  using set = schemaSet(files);
  using parsed = parseXml(Buffer.from(`<order xmlns="urn:o">\n${lines}</order>`));
  return set
    .schema('main/order.xsd')
    .validate(parsed)
    .findings.map((finding) => `${finding.code} ${finding.line} ${schemaFindingFr(finding)}`);
}

const line = (id: string, content = '<code>1234567</code><quantity>1</quantity>') =>
  `<line id="${id}">${content}</line>\n`;

describe('a schema', () => {
  it('finds nothing in what is valid', () => {
    expect(findings(line('a') + line('b'))).toEqual([]);
  });

  it('tells each fault by its kind, line and place, in French', () => {
    expect(findings(line('a', '<code>12</code><quantity>1</quantity><unit>kg</unit>'))).toEqual([
      'invalid-value 2 La valeur « 12 » de code n’est pas valide ([0-9]{7}).',
      'invalid-value 2 La valeur « kg » de unit n’est pas valide (UCD ou boîte).',
    ]);
    expect(findings(`${line('a')}<line><code>1234567</code><foo/></line>`)).toEqual([
      'missing-attribute 3 Il manque l’attribut id sur line.',
      'unexpected-element 3 L’élément foo n’est pas admis ici ; attendu : quantity.',
    ]);
    expect(findings(line('a', '<code>1234567</code>'))).toEqual([
      'missing-element 2 Il manque un élément dans line ; attendu : quantity.',
    ]);
    expect(findings(line('a', 'x<code>1234567</code><quantity>un</quantity>'))).toEqual([
      'unexpected-text 2 Du texte n’est pas admis directement dans line.',
      'invalid-value 2 La valeur « un » de quantity n’est pas valide.',
    ]);
    expect(findings(line('a').replace('>', ' x="1">'))).toEqual([
      'unexpected-attribute 2 L’attribut x n’est pas admis sur line.',
    ]);
    expect(findings(line('1'))).toEqual([
      'invalid-value 2 La valeur « 1 » de l’attribut id de line n’est pas valide.',
    ]);
    expect(findings(line('a') + line('a'))).toEqual([
      'broken-reference 3 Dans line, un identifiant est en double ou une référence ne mène à rien.',
    ]);
    using set = schemaSet(files);
    using other = parseXml(Buffer.from('<a/>'));
    expect(set.schema('main/order.xsd').validate(other).findings).toMatchObject([
      { code: 'unknown-root', element: 'a' },
    ]);
  });

  it('says where each fault stands', () => {
    using set = schemaSet(files);
    using parsed = parseXml(
      Buffer.from(
        `<o:order xmlns:o="urn:o">${line('a').repeat(3).replaceAll('<', '<o:').replaceAll('<o:/', '</o:')}</o:order>`,
      ),
    );
    const report = set.schema('main/order.xsd').validate(parsed);
    expect(report.findings.map(({ xpath }) => xpath)).toEqual(['/o:order/o:line[2]', '/o:order/o:line[3]']);
  });

  it('keeps the first findings and counts the others, so that a file made of faults costs no more', () => {
    using set = schemaSet(files);
    const many = 20_000;
    using parsed = parseXml(Buffer.from(`<order xmlns="urn:o">${'<line id="-"/>'.repeat(many)}</order>`));
    const report = set.schema('main/order.xsd').validate(parsed, 10);
    expect(report.findings).toHaveLength(10);
    expect(report.total).toBeGreaterThanOrEqual(2 * many);
  });

  it('is compiled once from memory, and refused when it is broken or names a file that is not there', () => {
    using set = schemaSet(files);
    using parsed = parseXml(Buffer.from(`<order xmlns="urn:o">${line('a')}</order>`));
    for (let times = 0; times < 3; times += 1)
      expect(set.schema('main/order.xsd').validate(parsed).total).toBe(0);
    const broken = (text: string) => () =>
      schemaSet({ ...files, 'common/types.xsd': text }).schema('main/order.xsd');
    expect(broken('<a/>')).toThrow(expect.objectContaining({ code: 'xml/schema-broken' }));
    expect(broken('<a>')).toThrow(expect.objectContaining({ code: 'xml/schema-broken' }));
    expect(() => set.schema('main/other.xsd')).toThrow('main/other.xsd is not in the set');
    for (const place of [
      '../../../etc/hostname',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://127.0.0.1/a.xsd',
      'absent.xsd',
    ])
      expect(() =>
        schemaSet({ 'a.xsd': files['main/order.xsd'].replace('../common/types.xsd', place) }).schema('a.xsd'),
      ).toThrow(expect.objectContaining({ code: 'xml/schema-broken' }));
  });

  it('compiles the OASIS schemas of UBL 2.3, whose signature schema has a DOCTYPE', () => {
    const folder = join(
      process.env['LIAISON_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'),
      'ubl-2.3',
    );
    const names = existsSync(folder) ? globSync('**/*.xsd', { cwd: folder }) : [];
    if (names.length === 0)
      console.warn(`Without ${folder} (set LIAISON_SHARED_DATA): OASIS schemas are not compiled.`);
    using set = schemaSet(Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))])));
    const tenders = names.filter((name) => name.endsWith('UBL-Tender-2.3.xsd'));
    using empty = parseXml(
      Buffer.from('<Tender xmlns="urn:oasis:names:specification:ubl:schema:xsd:Tender-2"/>'),
    );
    expect(tenders.map((name) => set.schema(name).validate(empty).findings[0]?.code)).toEqual(
      tenders.map(() => 'missing-element'),
    );
  });
});
