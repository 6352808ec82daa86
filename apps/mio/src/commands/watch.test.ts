import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { safeName } from '@liaison/file-space';
import { readMessage, writeJson, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { largestFile } from '../files.ts';
import { Desk, mio } from '../testing.ts';
import { watchedFolders } from '../watch/watched-drop.ts';

afterEach(() => vi.unstubAllEnvs());

const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const offer = makeOffer(needs);
const otherOffer = {
  ...offer,
  header: { ...offer.header, messageId: '0b2f6f0e-6f6e-4a53-9f0c-3a1c5a3f9d21' },
};
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
  const [first, second] = [writeMessage(offer), writeMessage(otherOffer)];
  await drop({ 'offre.xml': first, 'fausse.xml': '<a/>' });
  const before = ['envoyes/offre.xml', 'rapports/offre.xml.json', 'erreurs/fausse.xml'].map(content);
  const told = await drop({ 'offre.xml': second, 'offre.json': writeJson(otherOffer), 'fausse.xml': '<b/>' });
  const marked = `offre-${digestOf(second)}.xml`;
  expect(told).toContain(`gardé sous le nom ${marked} : un autre fichier a déjà le sien`);
  expect(content(`envoyes/${marked}`)).toBe(second);
  expect(content(`erreurs/fausse-${digestOf('<b/>')}.xml`)).toBe('<b/>');
  expect(['envoyes/offre.xml', 'rapports/offre.xml.json', 'erreurs/fausse.xml'].map(content)).toEqual(before);
  const kept = watchedFolders.map(files);
  await drop({ 'offre.xml': second, 'offre.json': writeJson(otherOffer), 'fausse.xml': '<a/>' });
  expect(watchedFolders.map(files)).toEqual(kept);
});

/** Names of 187 bytes, and of as many as there may be: what is written beside them is longer. */
const longNames = [`${'é'.repeat(32)}${'n'.repeat(119)}.xml`, `${'é'.repeat(121)}.xml`];

it('takes long French names, which what is added to them would make too long for a file', async () => {
  using desk = new Desk();
  const [first, second] = [writeMessage(offer), writeMessage(otherOffer)];
  for (const name of longNames) {
    expect(safeName(name)).toBe(name);
    const folder = prepare(desk, { [name]: first });
    const { code, out } = await mio('watch', folder, '--once', '--demo');
    expect([code, out]).toEqual([0, `${name} : conforme.\n`]);
    const again = await mio('watch', prepare(desk, { [name]: second }), '--once', '--demo');
    expect(again.code).toBe(0);
    const refused = await mio('watch', prepare(desk, { [name]: '<a/>' }), '--once', '--demo');
    expect(refused.code).toBe(1);
  }
  const contents = (folder: string) =>
    readdirSync(desk.path(`maison/${folder}`)).map((name) =>
      readFileSync(desk.path(`maison/${folder}/${name}`), 'utf8'),
    );
  expect(contents('envoyes').toSorted()).toEqual([first, second, first, second].toSorted());
  expect(contents('erreurs')).toEqual(['<a/>', '<a/>']);
  // The report of each of the six in two forms, and a sentence for each that was refused.
  expect(contents('rapports')).toHaveLength(14);
  expect(readdirSync(desk.path('maison/depot'))).toEqual([]);
});

it('says that a name fits no file system, and takes the others', async () => {
  using desk = new Desk();
  const name = `${'é'.repeat(125)}.xml`;
  const folder = prepare(desk, { [name]: writeMessage(offer), 'offre.xml': writeMessage(offer) });
  const { code, out, err } = await mio('watch', folder, '--once', '--demo');
  expect([code, out]).toEqual([3, 'offre.xml : conforme.\n']);
  expect(err).toContain(`${name} : ce nom est trop long`);
  expect(readdirSync(desk.path('maison/depot'))).toEqual([name]);
});

it('leaves a file that the system refuses where it is, says so, and takes the others', async () => {
  using desk = new Desk();
  const folder = prepare(desk, { 'a.xml': writeMessage(offer), 'b.xml': writeMessage(otherOffer) });
  mkdirSync(desk.path('maison/envoyes/a.xml'), { recursive: true });
  const { code, out, err } = await mio('watch', folder, '--once', '--demo');
  expect([code, out]).toEqual([3, 'b.xml : conforme.\n']);
  expect(err).toContain('a.xml : le système de fichiers a refusé (EISDIR)');
  expect(readdirSync(desk.path('maison/depot'))).toEqual(['a.xml']);
});

it('names what is ready by what is ready, and says the name that it has there', async () => {
  using desk = new Desk();
  const drop = async (files: Record<string, string>) =>
    (await mio('watch', prepare(desk, files), '--once', '--demo')).out;
  const files = (name: string) => readdirSync(desk.path(`maison/${name}`)).toSorted();
  await drop({ 'offre.xml': wrong });
  const reports = files('rapports');
  const report = readFileSync(desk.path('maison/rapports/offre.xml.json'));
  const corrected = writeMessage(offer);
  const ownReport = `offre-${digestOf(corrected)}.xml`;
  expect(await drop({ 'offre.xml': corrected })).toBe(
    `offre.xml : conforme ; son rapport est ${ownReport}.html.\n`,
  );
  expect(files('envoyes')).toEqual(['offre.xml']);
  expect(files('rapports')).toEqual([`${ownReport}.html`, `${ownReport}.json`, ...reports]);
  expect(readFileSync(desk.path('maison/rapports/offre.xml.json'))).toEqual(report);
  const json = writeJson(otherOffer);
  const told = await drop({ 'offre.json': json });
  expect(told).toContain(`gardé sous le nom offre-${digestOf(json)}.xml : un autre fichier a déjà le sien`);
  expect(files('envoyes')).toEqual([
    `offre-${digestOf(json)}.xml`,
    'offre.xml',
    `source-offre-${digestOf(json)}.json`,
  ]);
});

it('says under which name it keeps the second of two files that are too large', async () => {
  using desk = new Desk();
  const told: string[] = [];
  for (let rank = 0; rank < 2; rank += 1) {
    const folder = prepare(desk, { 'film.xml': '' });
    truncateSync(desk.path('maison/depot/film.xml'), largestFile + 1);
    told.push((await mio('watch', folder, '--once', '--demo')).out);
  }
  const [marked = ''] = readdirSync(desk.path('maison/erreurs')).filter((name) => name !== 'film.xml');
  expect(told[0]).toBe('film.xml : ce fichier est trop volumineux pour être un message.\n');
  expect(told[1]).toContain(`Le fichier est gardé sous le nom ${marked} : un autre`);
  expect(marked).toMatch(/^film-[0-9a-f]{8}\.xml$/);
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
  const [keys, otherKeys] = [desk.path('cles'), desk.path('autres-cles')];
  const whose = ['--organisation', 'BioOrtho', '--siret', '00000002600005', '--licence', 'MIO-0002'];
  for (const output of [keys, otherKeys])
    await mio('authority', 'issue', authority, ...whose, '--output', output);
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
  const marked = `offre-${digestOf(writeMessage(offer))}.xml`;
  for (let time = 0; time < 2; time += 1) {
    prepare(desk, { 'offre.xml': writeMessage(offer) });
    const { out } = await mio('watch', folder, '--once', '--demo', '--signer', otherKeys);
    expect(out).toContain(`certifié, gardé sous le nom ${marked}`);
  }
  expect(readFileSync(certified)).toEqual(before);
  expect(readdirSync(desk.path('maison/envoyes')).toSorted()).toEqual(
    [marked, 'offre.xml', `source-${marked}`, 'source-offre.xml'].toSorted(),
  );
  const signerOf = async (path: string) => {
    const trust = desk.path('autorite/confiance');
    return JSON.parse((await mio('verify', path, '--trust', trust, '--format', 'json')).out).certificate
      .signerSha256;
  };
  expect(await signerOf(desk.path(`maison/envoyes/${marked}`))).not.toBe(await signerOf(certified));
});

it('says how it is used, and that a folder cannot be opened', async () => {
  using desk = new Desk();
  expect((await mio('watch')).code).toBe(2);
  expect((await mio('watch', desk.put('fichier', 'x'), '--once')).code).toBe(3);
});
