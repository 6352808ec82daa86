import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseXml } from '@liaison/xml';
import { afterAll, describe, expect, it } from 'vitest';
import { XmlDsigError } from './error.ts';
import { signatureFor } from './sign.ts';
import { selfSignedSigner } from './testing.ts';
import { verifyEnveloped } from './verify.ts';

const signer = selfSignedSigner();
const place = [
  { namespace: 'urn:e', name: 'extensions' },
  { namespace: 'urn:c', name: 'certificat' },
];
const message = (lines: string, certificate = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<m:offre xmlns:m="urn:m" xmlns="urn:d" xmlns:e="urn:e"><e:extensions><c:certificat xmlns:c="urn:c">${certificate}</c:certificat></e:extensions>${lines}</m:offre>`;
const line = (price: string) => `\n  <ligne prix="${price}"><code>0123456</code></ligne>`;
const content = line('12.50') + line('3') + line('é');
const signature = signatureFor(Buffer.from(message(content)), signer);
const signed = message(content, signature);

/** `verified`, `altered`, or the code of the refusal. */
function verdict(text: string): string {
  using document = parseXml(Buffer.from(text));
  try {
    return verifyEnveloped(document, place).outcome;
  } catch (error) {
    if (error instanceof XmlDsigError) return error.code;
    throw error;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'xmldsig-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'root.pem'), signer.certificatePem);
writeFileSync(join(folder, 'key.pem'), signer.keyPem);

describe('an enveloped signature', () => {
  it('verifies, and gives the bytes that it vouches for, without itself', () => {
    using document = parseXml(Buffer.from(signed));
    expect(verifyEnveloped(document, place)).toMatchObject({
      outcome: 'verified',
      certificates: [{ subject: 'CN=essai' }],
      verified: Buffer.from(
        `<m:offre xmlns="urn:d" xmlns:e="urn:e" xmlns:m="urn:m"><e:extensions><c:certificat xmlns:c="urn:c"></c:certificat></e:extensions>${content}</m:offre>`,
      ),
    });
  });

  it('is verified by xmlsec1, which refuses what we refuse', () => {
    const judge = (text: string) => {
      writeFileSync(join(folder, 'signed.xml'), text);
      return spawnSync('xmlsec1', [
        '--verify',
        '--trusted-pem',
        join(folder, 'root.pem'),
        join(folder, 'signed.xml'),
      ]).status;
    };
    expect(judge(signed)).toBe(0);
    expect(judge(signed.replace('12.50', '12.51'))).not.toBe(0);
  });

  it('of xmlsec1 is verified by us', () => {
    const template = signature
      .replace(/<ds:DigestValue>.*?<\/ds:DigestValue>/, '<ds:DigestValue/>')
      .replace(/<ds:SignatureValue>.*?<\/ds:SignatureValue>/, '\n<ds:SignatureValue/>\n')
      .replace(/<ds:X509Data>.*<\/ds:X509Data>/, '<ds:X509Data>\n</ds:X509Data>')
      .replaceAll('><ds:', '>\n <ds:')
      .replaceAll('ds:', 'sig:')
      .replace('xmlns:ds', 'xmlns:sig');
    writeFileSync(join(folder, 'template.xml'), message(content, template));
    const keys = `${join(folder, 'key.pem')},${join(folder, 'root.pem')}`;
    const made = spawnSync('xmlsec1', [
      '--sign',
      '--privkey-pem',
      keys,
      '--output',
      join(folder, 'theirs.xml'),
      join(folder, 'template.xml'),
    ]);
    expect(made.stderr.toString()).toBe('');
    const theirs = readFileSync(join(folder, 'theirs.xml'), 'utf8');
    expect(verdict(theirs)).toBe('verified');
    expect(verdict(theirs.replace('12.50', '12.51'))).toBe('altered');
  });

  it('bears what leaves the canonical form alone: quotes, order of attributes, comments between elements, encoding', () => {
    const harmless = signed
      .replace('<ligne prix="12.50">', "<ligne   prix='12.50'><!-- vu -->")
      .replace('xmlns:m="urn:m" xmlns="urn:d"', 'xmlns="urn:d" xmlns:m="urn:m"');
    expect(verdict(harmless)).toBe('verified');
    using wide = parseXml(Buffer.from(`\ufeff${harmless.replace('UTF-8', 'UTF-16')}`, 'utf16le'));
    expect(verifyEnveloped(wide, place).outcome).toBe('verified');
  });

  it('tells that anything else was altered', () => {
    expect(verdict(signed.replace('12.50', '12.51'))).toBe('altered');
    expect(verdict(signed.replace('\n  <ligne', '<ligne'))).toBe('altered');
    expect(verdict(signed.replace('<code>0123456</code>', '<code>0123456</code><code/>'))).toBe('altered');
    expect(verdict(signed.replace('xmlns:e="urn:e"', 'xmlns:e="urn:e" xmlns:x="urn:x" x:y="1"'))).toBe(
      'altered',
    );
    expect(verdict(signed.replace('?>', '?><?instruction?>'))).toBe('altered');
  });
});

describe('a forged signature', () => {
  const signedInfo = /<ds:SignedInfo>.*<\/ds:SignedInfo>/.exec(signature)?.[0] ?? '';
  const forged = line('0.01');

  it('is refused wherever else it wraps the document that was signed', () => {
    const original = signed.replace(/^<\?xml.*\?>\n/, '');
    const withoutPlace = content;
    // The signed document whole, moved below a new root, an object of the signature, or a new extension.
    expect(verdict(message(forged + original))).toBe('xmldsig/absent');
    expect(verdict(message(forged + original, signature))).toBe('xmldsig/wrapped');
    expect(
      verdict(
        message(
          forged,
          signature.replace('</ds:Signature>', `<ds:Object>${original}</ds:Object></ds:Signature>`),
        ),
      ),
    ).toBe('xmldsig/structure');
    expect(verdict(message(forged, `<old>${original}</old>${signature}`))).toBe('xmldsig/wrapped');
    // The signature beside its place, before it, twice at it, or in an element of the same name further on.
    expect(verdict(message(forged + signature))).toBe('xmldsig/absent');
    expect(verdict(message(withoutPlace, signature + signature))).toBe('xmldsig/wrapped');
    expect(verdict(message(content + `<deep><x>${signature}</x></deep>`, signature))).toBe('xmldsig/wrapped');
    expect(
      verdict(
        signed.replace(
          '<e:extensions>',
          '<e:extensions><c:certificat xmlns:c="urn:c"></c:certificat></e:extensions><e:extensions>',
        ),
      ),
    ).toBe('xmldsig/absent');
    // A second SignedInfo, before or after the one that the value is over; or one outside the signature.
    expect(verdict(signed.replace(signedInfo, signedInfo + signedInfo))).toBe('xmldsig/structure');
    expect(verdict(signed.replace('</ds:KeyInfo>', `</ds:KeyInfo>${signedInfo}`))).toBe('xmldsig/structure');
    expect(
      verdict(
        signed.replace(
          '<ligne',
          `${signedInfo.replace('>', ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">')}<ligne`,
        ),
      ),
    ).toBe('xmldsig/wrapped');
  });

  it('is refused when it refers to anything but the whole document, by identifiers duplicated or not', () => {
    const byId = signed.replace('URI=""', 'URI="#a"').replaceAll('<ligne ', '<ligne Id="a" ');
    expect(verdict(byId)).toBe('xmldsig/reference');
    expect(verdict(signed.replace('URI=""', 'URI="http://127.0.0.1/x"'))).toBe('xmldsig/reference');
    expect(verdict(signed.replace(' URI=""', ''))).toBe('xmldsig/structure');
    expect(verdict(signed.replace('URI=""', 'URI="" Type="x"'))).toBe('xmldsig/structure');
    const reference = /<ds:Reference.*<\/ds:Reference>/.exec(signedInfo)?.[0] ?? '';
    expect(verdict(signed.replace(reference, reference + reference))).toBe('xmldsig/structure');
    expect(verdict(signed.replace(reference, ''))).toBe('xmldsig/structure');
  });

  it('is refused for any other algorithm or transform', () => {
    const swaps: [RegExp | string, string][] = [
      ['xmldsig-more#ecdsa-sha256', 'xmldsig-more#ecdsa-sha1'],
      ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'],
      [
        'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      ],
      ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1'],
      [
        /CanonicalizationMethod Algorithm="[^"]*"/,
        'CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"',
      ],
      [
        'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
        'http://www.w3.org/TR/1999/REC-xslt-19991116',
      ],
    ];
    for (const [from, to] of swaps) expect(verdict(signed.replace(from, to))).toBe('xmldsig/algorithm');
    expect(
      verdict(
        signed.replace(
          /(<ds:Transform Algorithm=")[^"]*(">)/,
          '$1http://www.w3.org/2000/09/xmldsig#base64$2',
        ),
      ),
    ).toBe('xmldsig/algorithm');
    const transform =
      /<ds:Transform Algorithm="[^"]*exc-c14n#">.*?<\/ds:Transform>/.exec(signedInfo)?.[0] ?? '';
    expect(verdict(signed.replace(transform, ''))).toBe('xmldsig/structure');
    expect(verdict(signed.replace(transform, transform + transform))).toBe('xmldsig/structure');
    expect(verdict(signed.replace(/exc-c14n#">(?=<ec:)/, 'exc-c14n#WithComments">'))).toBe(
      'xmldsig/reference',
    );
    expect(verdict(signed.replace('<ds:SignatureMethod', '<ds:SignatureMethod x="1"'))).toBe(
      'xmldsig/structure',
    );
    expect(verdict(signed.replace('PrefixList="', `PrefixList="${'p '.repeat(33)}`))).toBe(
      'xmldsig/reference',
    );
  });

  it('is refused for a key other than the certificate’s, of another type, or given in another way', () => {
    const other = selfSignedSigner();
    const certificate = (kind: { certificates: readonly Buffer[] }) =>
      kind.certificates[0]?.toString('base64') ?? '';
    const withCertificate = (replacement: string) =>
      signed.replace(/<ds:X509Certificate>[^<]*<\/ds:X509Certificate>/, replacement);
    const element = (text: string) => `<ds:X509Certificate>${text}</ds:X509Certificate>`;
    expect(verdict(withCertificate(element(certificate(other))))).toBe('xmldsig/invalid');
    expect(verdict(withCertificate(element(certificate(other)) + element(certificate(signer))))).toBe(
      'xmldsig/invalid',
    );
    for (const keyOptions of [['rsa:2048'], ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['ed25519']])
      expect(verdict(withCertificate(element(certificate(selfSignedSigner(keyOptions)))))).toBe(
        'xmldsig/key',
      );
    expect(verdict(withCertificate(''))).toBe('xmldsig/key');
    expect(verdict(withCertificate(element(Buffer.from('x').toString('base64'))))).toBe('xmldsig/key');
    expect(
      verdict(
        withCertificate(
          element(Buffer.concat([...signer.certificates, Buffer.from('x')]).toString('base64')),
        ),
      ),
    ).toBe('xmldsig/key');
    expect(verdict(withCertificate('<ds:X509SubjectName>CN=essai</ds:X509SubjectName>'))).toBe(
      'xmldsig/structure',
    );
    expect(verdict(signed.replace(/<ds:X509Data>.*<\/ds:X509Data>/, '<ds:KeyName>x</ds:KeyName>'))).toBe(
      'xmldsig/structure',
    );
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    expect(() => signatureFor(Buffer.from(message('')), { ...signer, key: privateKey })).toThrow(
      'not that of the certificate',
    );
  });

  it('is refused when a character before its certificate changes: one signature has one text', () => {
    const start = signed.indexOf('<ds:SignedInfo');
    const end = signed.indexOf('<ds:KeyInfo>');
    const accepted: string[] = [];
    for (let at = start; at < end; at += 3) {
      const changed = signed[at] === 'A' ? 'B' : 'A';
      const text = signed.slice(0, at) + changed + signed.slice(at + 1);
      let outcome: string;
      try {
        outcome = verdict(text);
      } catch {
        outcome = 'not XML';
      }
      if (outcome === 'verified') accepted.push(`${at} ${signed.slice(at - 10, at + 10)}`);
    }
    expect(accepted).toEqual([]);
    const value = /<ds:SignatureValue>([^<]*)==</.exec(signed)?.[1] ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const sameBytes = alphabet[alphabet.indexOf(value.at(-1) ?? '') + 1] ?? '';
    expect(verdict(signed.replace(`${value}==`, `${value.slice(0, -1)}${sameBytes}==`))).toBe(
      'xmldsig/value',
    );
  });

  it('is refused when a comment or an instruction cuts a value, before and after signing', () => {
    for (const cut of ['01<!-- -->23456', '01<?x?>23456', '<!-- -->0123456']) {
      expect(verdict(signed.replace('0123456', cut))).toBe('xmldsig/split-value');
      expect(() => signatureFor(Buffer.from(message(content.replace('0123456', cut))), signer)).toThrow(
        expect.objectContaining({ code: 'xmldsig/split-value' }),
      );
    }
  });

  it('is judged without delay in a file made of comments', () => {
    expect(verdict(signed.replace('</m:offre>', `${' <!---->'.repeat(100_000)}</m:offre>`))).toBe('altered');
  });

  it('is not put on a document that holds one', () => {
    expect(() => signatureFor(Buffer.from(signed), signer)).toThrow(
      expect.objectContaining({ code: 'xmldsig/wrapped' }),
    );
  });
});
