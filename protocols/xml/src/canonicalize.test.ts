import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from './parse.ts';

function canonical(text: string, inclusivePrefixes: string[] = []): string {
  using parsed = parseXml(Buffer.from(text));
  return parsed.canonicalize({ mode: 'exclusive', inclusivePrefixes }).toString();
}

describe('the canonical form', () => {
  it('is one for files that differ by quotes, order of attributes, entities, CDATA, comments and line ends', () => {
    const expected = '<a b="1" c="&lt;&#xD;"><d></d>x &lt; y\n</a>';
    expect(canonical(`<?xml version="1.0"?>\r\n<a c='&lt;&#13;' b = "1" ><d/>x &lt; y\r\n</a>\n`)).toBe(
      expected,
    );
    expect(canonical('<a b="1" c="&#60;&#xD;"><d></d><!-- z --><![CDATA[x < y]]>\n</a><!-- end -->')).toBe(
      expected,
    );
  });

  it('keeps white space between elements, since it indents nothing itself', () => {
    expect(canonical('<a>\n  <b/>\n</a>')).toBe('<a>\n  <b></b>\n</a>');
  });

  it('declares namespaces where they are used, or at the top when the prefix list names them', () => {
    const text = '<a xmlns:p="u:p" xmlns:q="u:q" xmlns="u:d"><p:b/><p:b/></a>';
    expect(canonical(text)).toBe('<a xmlns="u:d"><p:b xmlns:p="u:p"></p:b><p:b xmlns:p="u:p"></p:b></a>');
    expect(canonical(text, ['p'])).toBe('<a xmlns="u:d" xmlns:p="u:p"><p:b></p:b><p:b></p:b></a>');
    using parsed = parseXml(Buffer.from(text));
    expect(parsed.canonicalize({ mode: 'inclusive' }).toString()).toBe(
      '<a xmlns="u:d" xmlns:p="u:p" xmlns:q="u:q"><p:b></p:b><p:b></p:b></a>',
    );
  });

  it('grows beyond the size of the file', () => {
    const text = `<a xmlns:p="urn:a-rather-long-name">${'<p:b/>'.repeat(2000)}</a>`;
    expect(canonical(text)).toHaveLength(
      '<a></a>'.length + 2000 * '<p:b xmlns:p="urn:a-rather-long-name"></p:b>'.length,
    );
  });

  it('is its own canonical form, and the one that xmllint gives', () => {
    const name = fc.constantFrom('a', 'b', 'p:a', 'q:b');
    const value = fc.string({
      unit: fc.constantFrom('x', 'é', '<', '&', '"', "'", '\n', '\t', '\r', '>', ' '),
      maxLength: 6,
    });
    const escape = (text: string) =>
      text.replaceAll(/[<&"\r\n\t]/g, (character) => `&#${character.codePointAt(0)};`);
    const element = (child: fc.Arbitrary<string>) =>
      fc
        .tuple(name, value, value, fc.array(child, { maxLength: 3 }), fc.boolean())
        .map(([tag, attribute, text, children, isRebound]) => {
          const declarations = isRebound ? ' xmlns:p="u:other" xmlns="u:d"' : '';
          return `<${tag} z="${escape(attribute)}" p:y="1"${declarations}>${escape(text)}${children.join('')}<!--c--></${tag}>`;
        });
    const samples = fc
      .sample(element(element(element(value.map(escape)))), { seed: 7, numRuns: 12 })
      .map((text) => `<r xmlns:p="u:p" xmlns:q="u:q">${text}</r>`);
    for (const text of samples) {
      const ours = canonical(text);
      expect(canonical(ours)).toBe(ours);
      const judged = spawnSync('xmllint', ['--exc-c14n', '-'], { input: text });
      expect(judged.stdout.toString().replaceAll(/<!--.*?-->/g, '')).toBe(ours);
    }
  });
});
