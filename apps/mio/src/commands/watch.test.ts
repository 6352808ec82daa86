import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readMessage, writeJson, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { Desk, mio } from '../testing.ts';
import { watchedFolders } from '../watch/watched-drop.ts';

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

it('keeps what has the name of another file beside it, under its digest, and the same file once', async () => {
  using desk = new Desk();
  const drop = async (files: Record<string, string>) => {
    const { out } = await mio('watch', prepare(desk, files), '--once', '--demo');
    return out;
  };
  const files = (name: string) => readdirSync(desk.path(`maison/${name}`)).toSorted();
  const content = (path: string) => readFileSync(desk.path(`maison/${path}`), 'utf8');
  const other = { ...offer, header: { ...offer.header, messageId: '0b2f6f0e-6f6e-4a53-9f0c-3a1c5a3f9d21' } };
  const [first, second] = [writeMessage(offer), writeMessage(other)];
  await drop({ 'offre.xml': first, 'fausse.xml': '<a/>' });
  const before = ['envoyes/offre.xml', 'rapports/offre.xml.json', 'erreurs/fausse.xml'].map(content);
  const told = await drop({ 'offre.xml': second, 'offre.json': writeJson(other), 'fausse.xml': '<b/>' });
  const marked = `offre-${digestOf(second)}.xml`;
  expect(told).toContain(`gardé sous le nom ${marked} : un autre fichier a déjà le sien`);
  expect(content(`envoyes/${marked}`)).toBe(second);
  expect(content(`erreurs/fausse-${digestOf('<b/>')}.xml`)).toBe('<b/>');
  expect(['envoyes/offre.xml', 'rapports/offre.xml.json', 'erreurs/fausse.xml'].map(content)).toEqual(before);
  const kept = watchedFolders.map(files);
  await drop({ 'offre.xml': second, 'offre.json': writeJson(other), 'fausse.xml': '<a/>' });
  expect(watchedFolders.map(files)).toEqual(kept);
  await drop({ [`${'n'.repeat(190)}.xml`]: first });
  expect(files('envoyes')).toContain(`${'n'.repeat(150)}-${digestOf(first)}.xml`);
});

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

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
  const before = readFileSync(certified);
  prepare(desk, { 'offre.xml': writeMessage(offer) });
  expect(await mio('watch', folder, '--once', '--demo', '--signer', keys)).toMatchObject({ code: 0 });
  expect(readFileSync(certified)).toEqual(before);
  expect(readdirSync(desk.path('maison/envoyes')).toSorted()).toEqual(['offre.xml', 'source-offre.xml']);
});

it('says how it is used, and that a folder cannot be opened', async () => {
  using desk = new Desk();
  expect((await mio('watch')).code).toBe(2);
  expect((await mio('watch', desk.put('fichier', 'x'), '--once')).code).toBe(3);
});
