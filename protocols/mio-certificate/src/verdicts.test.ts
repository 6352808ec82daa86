import { sign } from 'node:crypto';
import { signatureFor } from '@liaison/xmldsig';
import { describe, expect, it } from 'vitest';
import { certify } from './certify.ts';
import type { CertificateSigner } from './certify.ts';
import { changeFr, verdictsFr, verificationFr } from './fr.ts';
import { sealedBytes } from './seal.ts';
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

/** What a controller could write who signs a statement of his own making, with his own key. */
function forgeStatement(file: string, from: string, to: string, by: CertificateSigner): string {
  const unsigned = file.replace(from, to).replace(/<ds:Signature .*<\/ds:Signature>/, '');
  const sealed = /<mio:Certificat .*<\/mio:Empreintes>/.exec(unsigned)?.[0] ?? '';
  const seal = sign('sha256', sealedBytes(sealed), { key: by.key, dsaEncoding: 'ieee-p1363' }).toString(
    'base64',
  );
  const resealed = unsigned.replace(/<mio:Sceau>[^<]*</, `<mio:Sceau>${seal}<`);
  return resealed.replace('</mio:Certificat>', `${signatureFor(Buffer.from(resealed), by)}</mio:Certificat>`);
}

describe('a verdict', () => {
  it('says that there is no certificate, or no message at all', () => {
    expect(verdict(message)).toBe('SANS_CERTIFICAT');
    expect(verdict('')).toBe('ILLISIBLE');
    expect(verdict('bonjour')).toBe('ILLISIBLE');
    expect(verdict('<!DOCTYPE a><a/>')).toBe('ILLISIBLE');
    expect(verdict(certified, { maxBytes: 1000 })).toBe('ILLISIBLE');
    expect(verdict(certified.subarray(0, 9000))).toContain('ALTERE');
  });

  it('says that the certificate was wrapped, moved or doubled', () => {
    const [extensions = ''] = /<ext:UBLExtensions>.*<\/ext:UBLExtensions>/.exec(text) ?? [];
    const root = text.slice(text.indexOf('<Tender '));
    expect(verdict(text.replace(extensions, '').replace('</Tender>', `${extensions}</Tender>`))).toContain(
      'MISE_EN_FORME',
    );
    expect(
      verdict(`<Tender xmlns="urn:oasis:names:specification:ubl:schema:xsd:Tender-2">${root}</Tender>`),
    ).toContain('SIGNATURE_INVALIDE');
    expect(verdict(text.replace(extensions, extensions + extensions))).toContain('SIGNATURE_INVALIDE');
    expect(
      verdict(
        text.replace(
          '<ext:UBLExtension>',
          '<ext:UBLExtension><ext:ExtensionContent><x/></ext:ExtensionContent></ext:UBLExtension><ext:UBLExtension>',
        ),
      ),
    ).toContain('SIGNATURE_INVALIDE');
  });

  it('says that nobody here knows the authority, or that the signer was not one of its controllers', async () => {
    expect(verdict(certified, { trust: makeAuthority().trust() })).toContain('CERTIFICAT_INCONNU');
    expect(verdict(certified, { trust: { roots: [], lists: [] } })).toContain('CERTIFICAT_INCONNU');
    const other = authority.issue('timestamping');
    const made = await certify(message, controlOf(message), other, { stamp: null });
    expect(verdict(made)).toContain('CERTIFICAT_INCONNU');
  });

  it('says that a controller signed in the name of another organisation, however the file is written', async () => {
    const other = authority.issue('controller', {}, { organization: 'Hôpital Tenon' });
    const sealed = await certify(message, controlOf(message), other, { stamp: null });
    expect(verifyMessage(sealed, options)).toMatchObject({
      verdict: 'INTACT',
      certificate: { organisation: { name: 'Hôpital Tenon' } },
    });
    const borrowed = await certify(
      message,
      controlOf(message),
      { ...other, certificates: signer.certificates },
      { stamp: null },
    ).catch((error: unknown) => error);
    expect(borrowed).toMatchObject({ code: 'xmldsig/key' });
    const forged = forgeStatement(sealed.toString(), 'nom="Hôpital Tenon"', 'nom="Hôpital Pasteur"', other);
    for (const file of [forged, forged.replaceAll('><', '> <')])
      expect(verifyMessage(Buffer.from(file), options)).toMatchObject({
        verdict: 'SIGNATURE_INVALIDE',
        reason: 'certificate/signer',
        readable: null,
      });
  });

  it('says that the signer’s certificate was not valid when it signed, whatever the day of reading', async () => {
    const short = authority.issue('controller', { notAfter: new Date('2026-07-01T00:00:00Z') });
    const made = await certify(message, controlOf(message), short, { stamp: null });
    expect(verdict(made, { now: new Date('2030-01-01T00:00:00Z') })).toBe('INTACT');
    for (const day of ['2025-12-01', '2026-08-01']) {
      const control = controlOf(message, { controlledAt: new Date(`${day}T00:00:00Z`) });
      const late = await certify(message, control, short, { stamp: null });
      expect(verdict(late, { now: new Date('2030-01-01T00:00:00Z') })).toContain('CERTIFICAT_EXPIRE');
    }
    const ahead = await certify(
      message,
      controlOf(message, { controlledAt: new Date('2027-01-01T00:00:00Z') }),
      signer,
      { stamp: null },
    );
    expect(verifyMessage(ahead, options)).toMatchObject({
      verdict: 'SIGNATURE_INVALIDE',
      reason: 'certificate/time',
    });
  });

  it('says that the signer’s certificate was revoked, as far as the reason reaches', () => {
    const { serial } = signer;
    const revoked = (reason: 'keyCompromise' | 'cessationOfOperation', revokedAt: string) =>
      verdict(certified, { trust: authority.trust({ serial, reason, revokedAt: new Date(revokedAt) }) });
    expect(revoked('cessationOfOperation', '2026-05-01T00:00:00Z')).toContain('CERTIFICAT_REVOQUE');
    expect(revoked('cessationOfOperation', '2026-07-01T00:00:00Z')).toBe('INTACT');
    expect(revoked('keyCompromise', '2026-07-01T00:00:00Z')).toContain('CERTIFICAT_REVOQUE');
    const lists = authority.trust().lists.slice(0, 1);
    expect(verifyMessage(certified, { ...options, trust: { ...options.trust, lists } })).toMatchObject({
      verdict: 'INTACT',
      isRevocationListStale: true,
    });
  });

  it('says that the rules are no longer in force', () => {
    expect(verdict(certified, { ruleSets: ['cd'.repeat(32)] })).toBe('INTACT');
    expect(verdict(certified, { ruleSets: ['99'.repeat(32)] })).toBe('REGLES_PERIMEES');
    expect(verdict(text.replaceAll('><', '>\n<'), { ruleSets: [] })).toBe('REGLES_PERIMEES');
  });

  it('is told in French', () => {
    expect(Object.values(verdictsFr).every(({ title, text }) => title !== '' && text.endsWith('.'))).toBe(
      true,
    );
    const lines = verificationFr(
      verifyMessage(Buffer.from(text.replace('Prothèse n° 15', 'x')), options),
    ).split('\n');
    expect(lines).toEqual([
      'Message altéré. Le contenu de ce message n’est plus celui qui a été certifié. Ne l’utilisez pas et prévenez l’expéditeur.',
      'Lot 1, ligne 1.6 : modifiée',
      'La date du contrôle est déclarée par le contrôleur, sans horodatage.',
    ]);
  });
});
