import { type MessageCode, messages } from '@liaison/mio';
import type { Test } from '../expression/expression.ts';
import { findScope, type Scope } from '../expression/scope.ts';
import { termToXPath, toXPath } from '../expression/to-xpath.ts';
import { escapeMarkup } from '../render/escape.ts';
import { typeset } from '../report/french.ts';
import type { PortableRule, PortableTypeRule } from '../rules/rule.ts';
import { ruleSetIdentity } from '../rules/rule-set.ts';
import { rules } from '../rules/table.ts';
import { fieldsOfTypes } from '../rules/typed-fields.ts';

/** One assertion: a rule, or a rule of a type at one of the fields that have it. */
interface Assertion {
  readonly id: string;
  readonly rule: PortableRule | PortableTypeRule;
  readonly scope: string;
  readonly test: string;
  readonly expected?: string;
}

const ownNamespace = 'urn:liaison:mio:1';
const ubl = 'urn:oasis:names:specification:ubl:schema:xsd';

/**
 * The rules of a message that XPath can say, as ISO Schematron (ISO/IEC 19757-3) with the query binding of XSLT 2.0. It
 * is for tools that know no MIO: it supposes a document that is valid against the schema, and says less than the
 * controller, whose other rules are listed with the reason they are not here.
 */
export function formatSchematron(code: MessageCode): string {
  const definition = messages[code];
  const assertions = listAssertions(code);
  const scopes = [...new Set(assertions.map(({ scope }) => scope))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" xml:lang="fr">',
    `  <sch:title>${escapeMarkup(typeset(`MIO ${code} : ${definition.fr} — règles ${ruleSetIdentity().version}`))}</sch:title>`,
    ...namespaces(definition.root),
    '  <sch:ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>',
    ...scopes.map((scope) => formatPattern(code, scope, assertions)),
    '</sch:schema>',
    '',
  ].join('\n');
}

function namespaces(root: string): string[] {
  if (root.startsWith('mio:')) return [`  <sch:ns prefix="mio" uri="${ownNamespace}"/>`];
  return [
    `  <sch:ns prefix="doc" uri="${ubl}:${root}-2"/>`,
    `  <sch:ns prefix="cac" uri="${ubl}:CommonAggregateComponents-2"/>`,
    `  <sch:ns prefix="cbc" uri="${ubl}:CommonBasicComponents-2"/>`,
  ];
}

function listAssertions(code: MessageCode): Assertion[] {
  const definition = messages[code];
  return rules.flatMap((rule): Assertion[] => {
    if (rule.kind === 'portable' && rule.messages.includes(code)) {
      const scope = findScope(definition, rule.scope);
      const expected = rule.expected && termToXPath(rule.expected, scope);
      const test = toXPath(rule.demand, scope);
      return [
        { id: rule.code, rule, scope: rule.scope, test, ...(expected === undefined ? {} : { expected }) },
      ];
    }
    if (rule.kind !== 'portable-type') return [];
    return fieldsOfTypes(definition, [rule.type]).map(({ scope, champ }, index) => ({
      id: `${rule.code}.${index + 1}`,
      rule,
      scope,
      test: toXPath(rule.demand(champ), findScope(definition, scope)),
    }));
  });
}

function formatPattern(code: MessageCode, name: string, assertions: readonly Assertion[]): string {
  const scope = findScope(messages[code], name);
  return [
    `  <sch:pattern id="${name === '' ? 'message' : name}">`,
    `    <sch:rule context="${escapeMarkup(scope.context)}">`,
    ...assertions
      .filter((assertion) => assertion.scope === name)
      .map((assertion) => formatAssertion(assertion, scope)),
    '    </sch:rule>',
    '  </sch:pattern>',
  ].join('\n');
}

function formatAssertion({ id, rule, test, expected }: Assertion, scope: Scope): string {
  const text = escapeMarkup(typeset(rule.text.fr)).replaceAll(/\{([\w.]+)\}/g, (_braced, champ: string) => {
    if (champ === 'attendu') return expected === undefined ? '' : valueOf(expected);
    if (rule.kind === 'portable-type') return '';
    return valueOf(champ === 'double' ? repeatedValues(rule.demand, scope) : scope.path(champ));
  });
  return `      <sch:assert id="${id}" role="${rule.severity}" test="${escapeMarkup(test)}">${rule.code} ${text}</sch:assert>`;
}

function repeatedValues(demand: Test, scope: Scope): string {
  const values = demand.kind === 'distinct' ? scope.pathBelow(demand.over, demand.champ) : '()';
  return `string-join(for $v in distinct-values(${values}) return if (count(${values}[. = $v]) > 1) then $v else (), ', ')`;
}

function valueOf(xpath: string): string {
  return `<sch:value-of select="${escapeMarkup(xpath)}"/>`;
}
