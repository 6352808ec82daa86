import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readMessage, writeJson, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { Desk, mio } from '../testing.ts';

afterEach(() => vi.unstubAllEnvs());

const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const offer = makeOffer(needs);
const wrong = writeMessage(makeOffer(needs)).replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');

function prepare(desk: Desk, files: Record<string, string>): string {
  mkdirSync(desk.path('maison/depot'), { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(desk.path(`maison/depot/${name}`), content);
  return desk.path('maison');
}

it('controls what is dropped, as XML or as JSON, and leaves its report beside', async () => {
  using desk = new Desk();
  const need = desk.put('besoins.xml', writeMessage(needs));
  const folder = prepare(desk, {
    'offre.json': writeJson(offer),
    'fausse.xml': wrong,
    'illisible.json': '{"type":"M20","x":1}',
    'en-cours.xml.tmp': '<a',
  });
  const { code, out } = await mio('watch', folder, '--once', '--demo', '--need', need);
  expect(code).toBe(1);
  expect(out).toContain('offre.json : conforme');
  const files = (name: string) => readdirSync(desk.path(`maison/${name}`)).toSorted();
  expect(files('depot')).toEqual(['en-cours.xml.tmp']);
  expect(files('envoyes')).toEqual(['offre.xml', 'source-offre.json']);
  expect(files('erreurs')).toEqual(['fausse.xml', 'illisible.json']);
  expect(readMessage(readFileSync(desk.path('maison/envoyes/offre.xml'))).message).toMatchObject({
    header: { messageId: offer.header.messageId },
  });
  expect(readFileSync(desk.path('maison/rapports/fausse.xml.html'), 'utf8')).toContain('MIO-CRO-021');
  expect(readFileSync(desk.path('maison/rapports/illisible.json.txt'), 'utf8')).toContain(
    'pas entièrement compris',
  );
  expect(await mio('watch', folder, '--once', '--demo')).toMatchObject({ code: 0, out: '' });
});

it('certifies what conforms with the controller’s key, as a verifier then finds', async () => {
  using desk = new Desk();
  vi.stubEnv('MIO_PASSPHRASE', 'autorité de démonstration');
  vi.stubEnv('MIO_CONTROLLER_PASSPHRASE', 'contrôleur de démonstration');
  const authority = desk.path('autorite');
  await mio('authority', 'create', authority, '--name', 'Autorité d’essai');
  const keys = desk.path('cles');
  const whose = ['--organisation', 'BioOrtho', '--siret', '00000002600005', '--licence', 'MIO-0002'];
  await mio('authority', 'issue', authority, ...whose, '--output', keys);
  vi.stubEnv('MIO_PASSPHRASE', 'contrôleur de démonstration');
  const folder = prepare(desk, { 'offre.xml': writeMessage(offer) });
  expect(await mio('watch', folder, '--once', '--demo', '--signer', keys)).toMatchObject({ code: 0 });
  const certified = desk.path('maison/envoyes/offre.xml');
  const verified = await mio('verify', certified, '--trust', desk.path('autorite/confiance'));
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('BioOrtho') });
});

it('says how it is used, and that a folder cannot be opened', async () => {
  using desk = new Desk();
  expect((await mio('watch')).code).toBe(2);
  expect((await mio('watch', desk.put('fichier', 'x'), '--once')).code).toBe(3);
});
