import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMessage, writeMessage } from '@liaison/mio';
import { makeMessage } from '@liaison/mio/testing';
import { parseXml } from '@liaison/xml';
import { afterAll, describe, expect, it } from 'vitest';
import { certify } from './certify.ts';
import type { CertificateSigner } from './certify.ts';
import { CertificateError } from './error.ts';
import { changeFr } from './fr.ts';
import { makeOffer } from './testing-offer.ts';
import { controlOf, makeAuthority } from './testing.ts';
import { verifyMessage } from './verify.ts';
import type { VerifyOptions } from './verify.ts';

const authority = makeAuthority();
const signer = authority.issue();
const now = new Date('2026-06-02T00:00:00Z');
const options: VerifyOptions = { trust: authority.trust(), ruleSets: null, now };
const message = Buffer.from(makeOffer(20));
const certified = await certify(message, controlOf(message), signer, { stamp: null });
const text = certified.toString();

/** The verdict, and where it says that the changes are. */
function verdict(file: string | Buffer, changes: Partial<VerifyOptions> = {}): string {
  const { verdict, changes: where } = verifyMessage(Buffer.from(file), { ...options, ...changes });
  return [verdict, ...where.map(changeFr)].join(' | ');
}

const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'root.pem'), authority.rootPem);
function xmlsec1(file: Buffer): number | null {
  writeFileSync(join(folder, 'file.xml'), file);
  return spawnSync('xmlsec1', ['--verify', '--trusted-pem', 'root.pem', 'file.xml'], { cwd: folder }).status;
}

describe('a certified message', () => {
  it('is intact, says what was controlled, and is read from the bytes that were signed', () => {
    const verification = verifyMessage(certified, options);
    const { messageSha256: _, ...statement } = controlOf(message);
    expect(verification).toMatchObject({
      verdict: 'INTACT',
      certificate: {
        ...statement,
        controlledAt: new Date('2026-06-01T10:00:00Z'),
        organisation: { name: 'Hôpital Pasteur', siret: '26060000000019' },
        licence: 'MIO-2026-0042',
      },
      controlTime: { source: 'declare' },
      isRevocationListStale: false,
    });
    expect(verification.readable?.toString()).toContain('<cbc:Name>Prothèse n° 29</cbc:Name>');
  });

  it('keeps every byte of its message around the certificate, which xmlsec1 verifies', () => {
    const start = text.indexOf('<ext:UBLExtensions>');
    const end = text.indexOf('</ext:UBLExtensions>') + '</ext:UBLExtensions>'.length;
    expect(text.slice(0, start) + text.slice(end)).toBe(message.toString());
    expect(xmlsec1(certified)).toBe(0);
    expect(xmlsec1(Buffer.from(text.replace('Prothèse n° 15', 'Prothèse n° 16')))).not.toBe(0);
  });

  it('may be any message of the standard, which is read back as it was', async () => {
    for (const code of ['M10', 'M20'] as const)
      for (const seed of [1, 2, 3]) {
        const made = makeMessage(code, { seed, fullness: seed / 3, maximumItems: 3 });
        const file = Buffer.from(writeMessage(made));
        const verification = verifyMessage(
          await certify(file, controlOf(file), signer, { stamp: null }),
          options,
        );
        expect(verification.verdict).toBe('INTACT');
        const [original, back] = [readMessage(file), readMessage(verification.readable ?? Buffer.alloc(0))];
        expect(back.message).toEqual(original.message);
      }
  });

  it('may have extensions already, no prefix of its own for them, another encoding, comments and marks', async () => {
    const files = [
      text.replace(
        /<ext:UBLExtensions>.*<\/ext:UBLExtensions>/,
        '<!-- a > b --><ext:UBLExtensions\n><ext:UBLExtension><ext:ExtensionContent><x xmlns="urn:x">1</x></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>',
      ),
      message.toString().replace(/ xmlns:ext="[^"]*"/, " note='a > b'"),
      message.toString().replace('xmlns:ext=', 'xmlns:e2='),
      `\ufeff<?pi x?>\n<!-- ${'x'.repeat(50)} -->${message.toString().replace(/^<\?xml.*\?>/, '')}`,
    ];
    for (const file of files) {
      const bytes = Buffer.from(file);
      const made = await certify(bytes, controlOf(bytes), signer, { stamp: null });
      expect(verdict(made)).toBe('INTACT');
      expect(xmlsec1(made)).toBe(0);
    }
    const wide = Buffer.from(`\ufeff${message.toString().replace('UTF-8', 'UTF-16')}`, 'utf16le');
    const latin = Buffer.from(
      message.toString().replace('UTF-8', 'ISO-8859-1').replaceAll(/[“”]/g, '"'),
      'latin1',
    );
    for (const bytes of [wide, latin]) {
      const made = await certify(bytes, controlOf(bytes), signer, { stamp: null });
      expect(made.subarray(0, 38).toString()).toBe('<?xml version="1.0" encoding="UTF-8"?>');
      expect(verdict(made)).toBe('INTACT');
    }
  });
});

describe('a message is not certified', () => {
  const code = async (
    file: Buffer,
    control: Partial<ReturnType<typeof controlOf>> = {},
    by: CertificateSigner = signer,
  ) => {
    try {
      await certify(file, controlOf(file, control), by, { stamp: null });
      return 'certified';
    } catch (error) {
      return error instanceof CertificateError ? error.code : String(error);
    }
  };

  it('when its control found faults, or was of other bytes', async () => {
    const counts = { BLOQUANT: 0, ERREUR: 0, AVERTISSEMENT: 0, INFO: 0 };
    expect(await code(message, { verdict: 'KO' })).toBe('certificate/blocked');
    expect(await code(message, { counts: { ...counts, BLOQUANT: 1 } })).toBe('certificate/blocked');
    expect(await code(message, { counts: { ...counts, ERREUR: 1 } })).toBe('certificate/blocked');
    expect(await code(message, { messageSha256: '0'.repeat(64) })).toBe('certificate/other-message');
  });

  it('when it has a certificate, or no place for one', async () => {
    expect(await code(certified)).toBe('certificate/already');
    expect(await code(Buffer.from(text.replace('<mio:Sceau>', '<mio:Seau/><mio:Sceau>')))).toBe(
      'certificate/already',
    );
    expect(await code(Buffer.from('<Tender/>'))).toBe('certificate/no-place');
    expect(await code(Buffer.from('<Tender xmlns:e="urn:e"><e:UBLExtensions/></Tender>'))).toBe(
      'certificate/no-place',
    );
  });

  it('by a signer that names no organisation, nor when the time stamp fails', async () => {
    await expect(
      certify(message, controlOf(message), signer, {
        stamp: () => Promise.reject(new Error('no authority')),
      }),
    ).rejects.toThrow('no authority');
    const [, issuer] = signer.certificates;
    expect(await code(message, {}, { ...signer, certificates: [issuer ?? Buffer.alloc(0)] })).toBe(
      'certificate/signer',
    );
  });
});

describe('an altered message', () => {
  it('names the line, even where it was moved, doubled, renamed, dropped, or is no longer XML', () => {
    expect(verdict(text.replace('Prothèse n° 15', 'Prothèse n° 16'))).toBe(
      'ALTERE | Lot 1, ligne 1.6 : modifiée',
    );
    expect(verdict(text.replace('<cbc:ID>1.6<', '<cbc:ID>1.7<'))).toBe(
      'ALTERE | Lot 1, ligne 1.6 : modifiée',
    );
    expect(verdict(text.replace('<cbc:ID>1.6<', '<cbc:ID>9.9<'))).toBe(
      'ALTERE | Lot 1, ligne 1.6 : modifiée',
    );
    const [line = ''] = /<cac:TenderLine><cbc:ID>2\.3<.*?<\/cac:TenderLine>/s.exec(text) ?? [];
    expect(verdict(text.replace(line, ''))).toBe(
      'ALTERE | Partie « lot 2 » : modifiée | Lot 2, ligne 2.3 : supprimée',
    );
    expect(verdict(text.replace(line, line + line.replace('2.3', '2.3 bis')))).toBe(
      'ALTERE | Partie « lot 2 » : modifiée | Lot 2, ligne 2.3 bis : ajoutée',
    );
    const [next = ''] = /<cac:TenderLine><cbc:ID>2\.4<.*?<\/cac:TenderLine>/s.exec(text) ?? [];
    expect(verdict(text.replace(line, '@').replace(next, line).replace('@', next))).toBe(
      'ALTERE | Lot 2, ligne 2.3 : déplacée | Lot 2, ligne 2.4 : déplacée',
    );
    expect(verdict(text.replace('<cbc:ID schemeID="Lot">2<', '<cbc:ID schemeID="Lot">3<'))).toBe(
      'ALTERE | Partie « lot 2 » : modifiée',
    );
    for (const broken of [
      line.replace('<cac:TenderLine>', '<cac:TenderLinf>'),
      line.replace('</cac:TenderLine>', '</cac:TenderLinf>'),
      line.replace('<cbc:ID>', '<cbc:ID'),
      line.replace('8 °C', '8 \u0001C'),
    ])
      expect(verdict(text.replace(line, broken))).toBe('ALTERE | Lot 2, ligne 2.3 : modifiée');
  });

  it('names the part that is outside the lines', () => {
    expect(verdict(text.replace('<cbc:IssueDate>2026-06-01', '<cbc:IssueDate>2026-06-09'))).toBe(
      'ALTERE | Partie « IssueDate » : modifiée',
    );
    expect(verdict(text.replace('</Tender>', '<cbc:Note>x</cbc:Note></Tender>'))).toBe(
      'ALTERE | Partie « racine du message » : modifiée | Partie « Note » : ajoutée',
    );
    expect(verdict(text.replace('</Tender>', 'x</Tender>'))).toBe(
      'ALTERE | Partie « racine du message » : modifiée',
    );
    expect(verdict(text.replace('Richer &amp; Cie', 'Richer &amp Cie'))).toBe(
      'ALTERE | Partie hors des lignes : modifiée',
    );
  });

  it('is told from one in which a comment cuts a value, and both are refused', () => {
    const cut = verifyMessage(Buffer.from(text.replace('Prothèse n° 15', 'Prothèse <!-- -->n° 15')), options);
    expect(cut).toMatchObject({ verdict: 'ALTERE', reason: 'xmldsig/split-value', readable: null });
    expect(cut.changes.map(changeFr)).toEqual(['Lot 1, ligne 1.6 : modifiée']);
  });

  it('is told when what the certificate says was altered', () => {
    expect(verdict(text.replace('verdict="OK_AVEC_RESERVES"', 'verdict="OK"'))).toBe(
      'ALTERE | Partie « certificat de contrôle » : modifiée',
    );
    expect(verdict(text.replace('nom="Hôpital Pasteur"', 'nom="Hôpital Tenon"'))).toContain('ALTERE');
    const forged = text.replace('Prothèse n° 15', 'Prothèse n° 16');
    const digests = /donnees="([0-9a-f]*)"/.exec(text)?.[1] ?? '';
    expect(verdict(forged.replace(digests, createHash('sha256').update('x').digest('hex')))).toContain(
      'ALTERE',
    );
  });
});

describe('a message that was only written otherwise', () => {
  const kept = 'MISE_EN_FORME_MODIFIEE';

  it('keeps its data, which are read from their canonical form', () => {
    const indented = text.replaceAll('><', '>\n<');
    const verification = verifyMessage(Buffer.from(indented), options);
    expect(verification.verdict).toBe(kept);
    const [original, back] = [readMessage(message), readMessage(verification.readable ?? Buffer.alloc(0))];
    expect(back.message).toEqual(original.message);
    expect(verdict(text.replace('  <cac:Item>', '<cac:Item>'))).toBe(`${kept} | Lot 1, ligne 1.1 : réécrite`);
    expect(verdict(text.replaceAll('\n', '\r\n'))).toBe(kept);
    expect(verdict(Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'))).toContain(kept);
    expect(verdict(`\ufeff${text}`)).toContain(kept);
    expect(verdict(text.replace('<mio:Sceau>', '\n  <mio:Sceau>'))).toBe(
      `${kept} | Partie « certificat de contrôle » : réécrite`,
    );
  });

  it('is not said of one whose signature was damaged, nor of one with more in its extension', () => {
    const value = /<ds:SignatureValue>(.{4})/.exec(text)?.[1] ?? '';
    expect(
      verdict(
        text.replace(
          `<ds:SignatureValue>${value}`,
          `<ds:SignatureValue>${value === 'AAAA' ? 'BBBB' : 'AAAA'}`,
        ),
      ),
    ).toBe('SIGNATURE_INVALIDE | Partie « certificat de contrôle » : modifiée');
    expect(verdict(text.replace('</ext:ExtensionContent>', '<x/></ext:ExtensionContent>'))).toContain(
      'ALTERE',
    );
    expect(
      verdict(
        text.replace(
          '</ext:UBLExtension>',
          '</ext:UBLExtension><ext:UBLExtension><ext:ExtensionContent><x/></ext:ExtensionContent></ext:UBLExtension>',
        ),
      ),
    ).toContain('ALTERE');
    expect(verdict(text.replace('</mio:Certificat>', '<x xmlns="urn:x"/></mio:Certificat>'))).toContain(
      'SIGNATURE_INVALIDE',
    );
  });
});

describe('the canonical form that is signed', () => {
  it('is that of the file as it is parsed again', () => {
    using parsed = parseXml(certified);
    const canonical = parsed.canonicalize({
      mode: 'exclusive',
      inclusivePrefixes: ['#default', 'cac', 'cbc', 'ext'],
    });
    const unsigned = canonical.toString().replace(/<ds:Signature .*<\/ds:Signature>/, '');
    const digest = /<ds:DigestValue>([^<]*)</.exec(text)?.[1];
    expect(createHash('sha256').update(unsigned).digest('base64')).toBe(digest);
  });
});
