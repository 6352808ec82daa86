import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';

import { writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk, mio } from '../testing.ts';

const offer = makeOffer(makeNeeds({ lots: 3, linesPerLot: 4 }));
const message = writeMessage(offer);
const keyPhrase = 'phrase du contrôleur';
const authorityPhrase = 'cheval agrafe pile correcte';

describe('a message from its sender to its receiver', () => {
  let desk: Desk;
  let trust: string;
  let signer: string;
  const issued = { serial: '' };
  const certified = () => desk.path('certifie.xml');

  beforeEach(async () => {
    vi.stubEnv('MIO_PASSPHRASE', authorityPhrase);
    vi.stubEnv('MIO_CONTROLLER_PASSPHRASE', keyPhrase);
    desk = new Desk();
    const authority = desk.path('autorite');
    trust = `${authority}/confiance`;
    signer = desk.path('pasteur');
    await mio('authority', 'create', authority, '--name', 'Autorité de démonstration');
    const given = ['--organisation', 'Hôpital Pasteur', '--siret', '26060000000012', '--licence', 'MIO-0001'];
    const { out, err } = await mio('authority', 'issue', authority, ...given, '--output', signer);
    vi.stubEnv('MIO_PASSPHRASE', keyPhrase);
    issued.serial = /Certificat (\w+) délivré/.exec(out)?.[1] ?? err;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    desk[Symbol.dispose]();
  });

  const certify = (...more: string[]) =>
    mio(
      'certify',
      desk.put('offre.xml', message),
      '--signer',
      signer,
      '--output',
      certified(),
      '--demo',
      ...more,
    );
  const verify = (file = certified(), ...more: string[]) => mio('verify', file, '--trust', trust, ...more);

  it('is certified, and found intact', async () => {
    const report = desk.path('resultat.json');
    expect(await certify('--report', report)).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ verdict: 'OK', messageType: 'M20' });
    const { code, out } = await verify(certified(), '--readable', desk.path('lu.xml'));
    expect(out).toContain('Message intact');
    expect(out).toContain('Contrôlé par Hôpital Pasteur (SIRET 26060000000012), licence MIO-0001');
    expect(code).toBe(0);
    expect(readFileSync(desk.path('lu.xml'), 'utf8')).toContain('CimX');
  });

  it('is told altered, with the line, when a price changes on the way', async () => {
    await certify();
    const text = readFileSync(certified(), 'utf8');
    const at = text.indexOf('<cbc:PriceAmount', text.indexOf('>O-2.3<'));
    const altered = text.slice(0, at) + text.slice(at).replace(/>\d/, '>9');
    const { code, out } = await verify(desk.put('altere.xml', altered));
    expect(code).toBe(1);
    expect(out).toContain('Message altéré');
    expect(out).toContain('Lot 2, ligne O-2.3 : modifiée');
  });

  it('is told intact in its data when a gateway writes it otherwise', async () => {
    await certify();
    const rewritten = readFileSync(certified(), 'utf8').replaceAll(
      '<cac:TenderLine>',
      '\n  <cac:TenderLine>',
    );
    const { code, out } = await verify(desk.put('reecrit.xml', rewritten));
    expect(code).toBe(0);
    expect(out).toContain('Mise en forme modifiée, données intactes');
  });

  it('is not certified while it is wrong, and nothing is written but the report', async () => {
    const wrong = message.replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');
    const { code, err } = await mio(
      'certify',
      desk.put('fausse.xml', wrong),
      '--signer',
      signer,
      '--output',
      certified(),
      '--demo',
      '--report',
      desk.path('resultat.json'),
    );
    expect(code).toBe(1);
    expect(err).toContain('Rien n’est certifié.');
    expect(JSON.parse(readFileSync(desk.path('resultat.json'), 'utf8'))).toMatchObject({ verdict: 'KO' });
    expect(existsSync(certified())).toBe(false);
  });

  it('is refused once its signer’s key is known to be in other hands', async () => {
    await certify();
    vi.stubEnv('MIO_PASSPHRASE', authorityPhrase);
    const revoked = await mio(
      'authority',
      'revoke',
      desk.path('autorite'),
      '--serial',
      issued.serial,
      '--reason',
      'keyCompromise',
    );
    expect(revoked.code).toBe(0);
    const { code, out } = await verify();
    expect(code).toBe(1);
    expect(out).toContain('révoqué');
  });

  it('is not believed under an authority that nobody named', async () => {
    await certify();
    await mio('authority', 'create', desk.path('autre'), '--name', 'Autre');
    const { code, out } = await mio('verify', certified(), '--trust', `${desk.path('autre')}/confiance`);
    expect([code, out.includes('Autorité inconnue')]).toEqual([1, true]);
  });

  it('opens no key with another phrase, and makes no second authority over the first', async () => {
    vi.stubEnv('MIO_PASSPHRASE', 'une autre phrase secrète');
    const { code, err } = await certify();
    expect([code, err.includes('la phrase secrète n’ouvre pas cette clé')]).toEqual([3, true]);
    const again = await mio('authority', 'create', desk.path('autorite'), '--name', 'Autre');
    expect([again.code, again.err.includes('une autorité y est déjà')]).toEqual([3, true]);
  });

  it('holds what an authority must: its own phrase apart, keys for their owner, lists that are renewed', async () => {
    const authority = desk.path('autorite');
    vi.stubEnv('MIO_PASSPHRASE', authorityPhrase);
    vi.stubEnv('MIO_CONTROLLER_PASSPHRASE', authorityPhrase);
    const given = ['--organisation', 'Richer', '--siret', '26060000000012', '--licence', 'MIO-0002'];
    const same = await mio('authority', 'issue', authority, ...given, '--output', desk.path('richer'));
    expect([same.code, same.err.includes('est celle de l’autorité')]).toEqual([2, true]);
    for (const key of [`${authority}/racine.cle.pem`, `${signer}/controleur.cle.pem`])
      expect(statSync(key).mode & 0o077).toBe(0);
    const list = readFileSync(`${trust}/autorite.crl`);
    expect((await mio('authority', 'renew', authority)).code).toBe(0);
    expect(readFileSync(`${trust}/autorite.crl`).equals(list)).toBe(false);
    writeFileSync(`${authority}/registre.verrou`, '');
    const held = await mio('authority', 'renew', authority);
    expect([held.code, held.err.includes('un autre acte est en cours')]).toEqual([3, true]);
  });

  it('is not certified against needs that cannot be read', async () => {
    const needs = desk.put('besoins.xml', '<a/>');
    const file = desk.put('offre.xml', message);
    const { code, err } = await mio(
      'certify',
      file,
      '--signer',
      signer,
      '--output',
      certified(),
      '--need',
      needs,
      '--demo',
    );
    expect([code, err.includes('n’est pas une demande de prix')]).toEqual([2, true]);
  });
});
