import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { diag } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { XmlError, xmlErrorCodes } from './error.ts';
import { xmlErrorFr } from './fr.ts';
import { parseXml } from './parse.ts';

/** The code for which `bytes` are refused, or `parsed`. */
function outcome(bytes: string | Uint8Array, maxBytes?: number): string {
  try {
    using parsed = parseXml(
      typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
      maxBytes === undefined ? {} : { maxBytes },
    );
    parsed.canonicalize({ mode: 'exclusive' });
    return 'parsed';
  } catch (error) {
    return error instanceof XmlError ? error.code : `unforeseen: ${String(error)}`;
  }
}

describe('a hostile file', () => {
  it('is refused for its DOCTYPE before any entity is looked at, be it external, internal or a billion laughs', () => {
    const laughs = Array.from(
      { length: 9 },
      (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
    );
    for (const text of [
      '<!DOCTYPE a><a/>',
      '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
      '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]><a/>',
      `<!DOCTYPE a [<!ENTITY l0 "lol">${laughs.join('')}]><a>&l9;</a>`,
      `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(50_000)}">]><a>${'&x;'.repeat(1000)}</a>`,
      '\ufeff<!DOCTYPE a><a/>',
    ])
      expect(outcome(text)).toBe('xml/doctype');
    expect(outcome(Buffer.from('\ufeff<!DOCTYPE a><a/>', 'utf16le'))).toBe('xml/doctype');
  });

  it('is refused with a second byte order mark, behind which a DOCTYPE would not be seen', () => {
    expect(outcome(Buffer.from('\ufeff\ufeff<!DOCTYPE a><a/>'))).toBe('xml/not-well-formed');
  });

  it('may quote a DOCTYPE where it is mere text', () => {
    expect(outcome('<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>')).toBe('parsed');
  });

  it('opens neither a file nor a connection by XInclude, a schema location or a style sheet', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('<secret/>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'xml-'));
    const secret = join(folder, 'secret.xml');
    writeFileSync(secret, '<secret>ne pas lire</secret>');
    const text = `<?xml-stylesheet href="http://127.0.0.1:${port}/s.xsl"?><a xmlns:xi="http://www.w3.org/2001/XInclude"
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://127.0.0.1:${port}/s.xsd">
      <xi:include href="${secret}"/><xi:include href="file://${secret}"/><xi:include href="http://127.0.0.1:${port}/x"/></a>`;
    {
      using parsed = parseXml(Buffer.from(text));
      expect(parsed.canonicalize({ mode: 'exclusive' }).toString()).not.toContain('ne pas lire');
    }
    server.close();
    rmSync(folder, { recursive: true });
    expect(asked).toEqual([]);
  });

  it('is refused for elements within elements, long names, attributes and texts, and too many attributes', () => {
    expect(outcome(`${'<a>'.repeat(250)}${'</a>'.repeat(250)}`)).toBe('parsed');
    expect(outcome('<a>'.repeat(100_000))).toBe('xml/too-deep');
    expect(outcome(`<${'a'.repeat(60_000)}/>`)).toBe('xml/limit');
    expect(outcome(`<a b="${'x'.repeat(10_100_000)}"/>`)).toBe('xml/limit');
    expect(outcome(`<a>${'x'.repeat(10_100_000)}</a>`)).toBe('xml/limit');
    const attributes = (count: number) => Array.from({ length: count }, (_, at) => ` a${at}="1"`).join('');
    expect(outcome(`<r><a${attributes(256)}/></r>`)).toBe('parsed');
    expect(outcome(`<r><a${attributes(257)}/></r>`)).toBe('xml/limit');
    expect(outcome(`<r><a${attributes(50_000)}/></r>`)).toBe('xml/limit');
  });

  it('is refused beyond the size that the caller allows, unread', () => {
    expect(outcome('<a>1234</a>', 11)).toBe('parsed');
    expect(outcome('<a>12345</a>', 11)).toBe('xml/too-large');
  });

  it('is refused for NUL and other characters that XML forbids', () => {
    expect(outcome('<a>\0</a>')).toBe('xml/forbidden-character');
    expect(outcome('<a/>\0')).toBe('xml/forbidden-character');
    expect(outcome('<a>\u0001</a>')).toBe('xml/forbidden-character');
    expect(outcome('<a>\uffff</a>')).toBe('xml/forbidden-character');
    expect(outcome('<a>&#0;</a>')).toBe('xml/forbidden-character');
    expect(outcome('<a>&#x1F;</a>')).toBe('xml/forbidden-character');
  });

  it('is refused when it is cut anywhere, and when something follows', () => {
    const whole = '<?xml version="1.0" encoding="UTF-8"?><a b="1"><c>é</c><!-- x --><![CDATA[y]]></a>';
    const bytes = Buffer.from(whole);
    const cuts = Array.from({ length: bytes.length }, (_, length) => outcome(bytes.subarray(0, length)));
    expect(cuts.filter((code) => code === 'parsed')).toEqual([]);
    expect(cuts.filter((code) => !xmlErrorCodes.some((known) => known === code))).toEqual([]);
    expect(outcome(`${whole}<b/>`)).toBe('xml/not-well-formed');
  });

  it('is refused for broken rules of XML and of namespaces, however many, with the line of the first', () => {
    for (const text of [
      '<a><b></a></b>',
      '<a b="1" b="2"/>',
      '<a b=1/>',
      '<a>&nbsp;</a>',
      '<a>]]></a>',
      '<p:a/>',
      '<a xmlns:p="u:1" xmlns:q="u:1" p:b="1" q:b="2"/>',
      `<a>${'<p:b/>'.repeat(200_000)}</a>`,
    ])
      expect(outcome(text)).toBe('xml/not-well-formed');
    expect(outcome('<a xmlns="relative"/>')).toBe('xml/not-canonical');
    expect(() => parseXml(Buffer.from('<a>\n<b>\n</a>'))).toThrow(expect.objectContaining({ line: 3 }));
  });

  it('ends in a code of the list whatever the bytes', () => {
    const pieces = [
      '<',
      '>',
      '<a',
      '/>',
      '</a>',
      '<!DOCTYPE',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?xml',
      '?>',
      '&x;',
      '&#',
      '"',
      '=',
      ' ',
    ];
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .array(fc.constantFrom(...pieces, 'é', '\0', '\ufeff'), { maxLength: 20 })
        .map((all) => Buffer.from(all.join(''))),
    );
    for (const bytes of fc.sample(noise, { seed: 4, numRuns: 500 }))
      expect(['parsed', ...xmlErrorCodes]).toContain(outcome(bytes));
  });

  it('is told in French, with its line', () => {
    expect(xmlErrorFr(new XmlError('xml/not-well-formed', 'x', 12))).toContain('(ligne 12 du fichier)');
    expect(new Set(xmlErrorCodes.map((code) => xmlErrorFr(new XmlError(code, 'x')))).size).toBe(
      xmlErrorCodes.length,
    );
  });

  it('leaves nothing in memory: 3 000 files, good and bad', () => {
    const files = ['<a><b>1</b></a>', '<a><b></a>', '<!DOCTYPE a><a/>', '<p:a/>', '<a xmlns="relative"/>'];
    diag.configure({ enabled: true });
    for (let at = 0; at < 600; at += 1) for (const text of files) outcome(text);
    expect(diag.report()).toEqual({});
    diag.configure({ enabled: false });
  });
});
