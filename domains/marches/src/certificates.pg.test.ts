import { writeFileSync } from 'node:fs';
import { seenEntries } from '@liaison/journal/testing';
import { writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  certificatesUrl,
  installedController,
  readController,
  verification,
  verificationsUrl,
} from './contract.ts';
import { formOf, makeKeys, openDesk, type Desk } from './testing-desk.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const needsXml = writeMessage(needs);
const offer = writeMessage(makeOffer(needs));

describe('an installation with a controller’s key', () => {
  const { keys, remove } = makeKeys();
  let desk: Desk;
  let certified: string;
  beforeAll(async () => {
    desk = await openDesk(keys);
    certified = (await certify({ message: offer, need: needsXml })).body;
  });
  afterAll(async () => {
    await desk.close();
    remove();
  });

  const certify = (files: Record<string, string>) => desk.ask('POST', certificatesUrl, formOf(files));
  const verify = async (message: string) =>
    verification.parse(
      (await desk.ask('POST', verificationsUrl, formOf({ message, need: needsXml }))).json(),
    );
  const journaled = async (act: string) =>
    (await seenEntries(desk.database.system)).filter((entry) => entry.act === act);

  it('says in whose name it certifies', async () => {
    const told = installedController.parse((await desk.ask('GET', readController.url)).json());
    expect(told).toMatchObject({ state: 'ready', organisation: 'Hôpital Pasteur', licence: 'MIO-0001' });
    expect(told).toMatchObject({ canVerify: true, hasTimestamps: false });
    expect(desk.troubles).toEqual([]);
  });

  it('certifies what conforms, which is then found intact, and the journal says who asked', async () => {
    const told = await verify(certified);
    expect(told).toMatchObject({ verdict: 'INTACT', title: 'Message intact', changes: [] });
    expect(told.certificate).toMatchObject({ organisation: { name: 'Hôpital Pasteur' }, verdict: 'OK' });
    expect(told.report).toMatchObject({ verdict: 'OK', messageType: 'M20' });
    const [entry] = await journaled('message.certified');
    expect(entry?.details).toMatchObject({ messageType: 'M20', licence: 'MIO-0001', verdict: 'OK' });
    expect(JSON.stringify(entry)).not.toContain('CimX');
    expect((await journaled('message.verified')).length).toBeGreaterThan(0);
  });

  it('tells apart what was rewritten and what was altered, with its line', async () => {
    expect(await verify(certified.replaceAll('><cac:', '>\n<cac:'))).toMatchObject({
      verdict: 'MISE_EN_FORME_MODIFIEE',
    });
    const at = certified.indexOf('<cbc:PriceAmount');
    const altered = certified.slice(0, at) + certified.slice(at).replace(/>\d/, '>9');
    const told = await verify(altered);
    expect(told).toMatchObject({ verdict: 'ALTERE', changeCount: 1 });
    expect(told.changes[0]).toMatch(/^Lot 1, ligne .+ : modifiée$/);
    expect(await verify(offer)).toMatchObject({ verdict: 'SANS_CERTIFICAT', certificate: null });
    expect(await verify('<a')).toMatchObject({ verdict: 'ILLISIBLE' });
  });

  it('certifies neither what does not conform, nor twice, nor for who may not', async () => {
    const wrong = offer.replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');
    const refused = await certify({ message: wrong, need: needsXml });
    expect(refused.json()).toMatchObject({ status: 409, code: 'marches/not-conforming' });
    const twice = await certify({ message: certified });
    expect(twice.json()).toMatchObject({ status: 409, code: 'marches/not-certified' });
    expect(twice.json<{ details: { why: string } }>().details.why).toContain('porte déjà un certificat');
    const stranger = await desk.ask('POST', certificatesUrl, offer, 'clinician');
    expect(stranger.json()).toMatchObject({ status: 403, code: 'access/refused' });
  });
});

describe('an installation that lacks keys', () => {
  it('controls, and says why it neither certifies nor verifies', async () => {
    const desk = await openDesk();
    expect((await desk.ask('GET', readController.url)).json()).toMatchObject({
      state: 'none',
      canVerify: false,
    });
    expect((await desk.ask('POST', certificatesUrl, offer)).json()).toMatchObject({
      status: 503,
      code: 'marches/no-signer',
    });
    expect((await desk.ask('POST', verificationsUrl, offer)).json()).toMatchObject({
      code: 'marches/no-trust',
    });
    await desk.close();
  });

  it('tells the operator of a key that does not open, and of one that is out of its dates', async () => {
    const { keys, remove } = makeKeys();
    writeFileSync(`${keys.signer?.folder}/controleur.cle.pem`, 'nothing');
    const broken = await openDesk(keys);
    expect(broken.troubles).toEqual(['signer']);
    expect((await broken.ask('POST', certificatesUrl, offer)).json()).toMatchObject({
      code: 'marches/signer-unreadable',
    });
    await broken.close();
    remove();
    const old = makeKeys(new Date('2020-01-01T00:00:00Z'));
    const late = await openDesk(old.keys);
    expect((await late.ask('POST', certificatesUrl, offer)).json()).toMatchObject({
      code: 'marches/signer-expired',
    });
    await late.close();
    old.remove();
  });
});
