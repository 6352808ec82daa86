import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import {
  openPlatformChannel,
  SoftwareFolderKeeper,
  softwareFolders,
  type Exchanges,
} from '@liaison/exchanges';
import {
  buyerSiret,
  calmRound,
  failSent,
  listSeen,
  makeOrganisation,
  makePartner,
  openExamining,
  startTestExchanges,
  supplierSiret,
  TestDesk,
  type Organisation,
  type TestExamining,
} from '@liaison/exchanges/testing';
import { readMessage, writeJson, writeMessage, type Message } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolders, openFolder } from './open-folder.ts';

const desk = new TestDesk();
const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const offer = makeOffer(needs);

describe('two programs that only read and write files', () => {
  let database: TestDatabase;
  let examining: TestExamining;
  let exchanges: Exchanges;
  let root: string;
  let supplier: Organisation;
  const troubles: unknown[] = [];
  const keepers: SoftwareFolderKeeper[] = [];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'software-folder-'));
    database = await openTestDatabase();
    const buyer = await makeOrganisation(database.system, 'Pasteur', buyerSiret, 'buyer');
    supplier = await makeOrganisation(database.system, 'Richer', supplierSiret, 'supplier');
    const ways = [{ channel: 'http' as const, endpoint: '', addresses: [] }];
    await makePartner(database.system, buyer.structureId, supplierSiret, {
      ways,
      requiresCertificate: false,
    });
    await makePartner(database.system, supplier.structureId, buyerSiret, {
      ways,
      requiresCertificate: false,
    });
    examining = openExamining(desk);
    exchanges = startTestExchanges(database.system, examining, [openPlatformChannel(database.system)]);
    const open = async ({ structureId }: Organisation, endpoint: string) => {
      mkdirSync(join(root, endpoint));
      await makeFolders(join(root, endpoint), softwareFolders);
      const space = await openFolder(join(root, endpoint), softwareFolders);
      keepers.push(new SoftwareFolderKeeper(database.system, { structureId, endpoint, space }, 0));
    };
    await open(buyer, 'pasteur');
    await open(supplier, 'richer');
  });
  afterAll(async () => {
    await exchanges.stop();
    await examining.pool.close();
    await database.close();
    rmSync(root, { recursive: true });
  });

  const files = (...path: string[]) => readdirSync(join(root, ...path)).toSorted();
  const read = (...path: string[]) => readFileSync(join(root, ...path));
  /** As any program writes: beside, then under the final name. */
  const drop = (who: string, name: string, content: string | Uint8Array) => {
    writeFileSync(join(root, who, 'depot', `${name}.tmp`), content);
    renameSync(join(root, who, 'depot', `${name}.tmp`), join(root, who, 'depot', name));
  };
  /** As by hand, which keeps the date of the file. */
  const dropAgain = (who: string, name: string) =>
    renameSync(join(root, who, 'erreurs', name), join(root, who, 'depot', name));
  /** Until nothing moves: keepers and the worker wake each other only by what they leave. */
  const settle = async () => {
    const round = { ...calmRound, tell: (error: unknown) => void troubles.push(error) };
    for (let times = 0; times < 4; times += 1) {
      for (const keeper of keepers) await keeper.look(round);
      await exchanges.idle();
    }
  };
  const toRicher: Message = {
    ...needs,
    header: { ...needs.header, receiver: { scheme: '0009', id: supplierSiret } },
  };

  it('bring a call for tenders from one to the other, certified, with its reports and its acknowledgement', async () => {
    const bytes = await desk.certified(toRicher, buyerSiret);
    drop('pasteur', 'besoins.xml', bytes);
    await settle();
    expect([files('pasteur', 'depot'), files('pasteur', 'envoyes')]).toEqual([[], ['besoins.xml']]);
    expect(read('pasteur', 'envoyes', 'besoins.xml').equals(bytes)).toBe(true);
    const [own, ...theirs] = files('pasteur', 'rapports').filter((name) => name.endsWith('.xml'));
    expect(theirs).toHaveLength(1);
    for (const name of [own, ...theirs])
      expect(readMessage(read('pasteur', 'rapports', name ?? '')).message).toMatchObject({
        type: 'M40',
        verdict: 'OK',
      });
    const [received] = files('richer', 'recus');
    expect(read('richer', 'recus', received ?? '').equals(bytes)).toBe(true);
    const [acknowledged] = files('pasteur', 'recus');
    expect(readMessage(read('pasteur', 'recus', acknowledged ?? '')).message).toMatchObject({
      type: 'M41',
      step: 'RECU',
      response: 'AP',
      header: { inReplyTo: { messageId: needs.header.messageId } },
    });
  });

  it('take an offer as JSON, and refuse what is wrong of it beside the report that says where', async () => {
    drop('richer', 'offre.json', writeJson(offer));
    drop(
      'richer',
      'fausse.xml',
      writeMessage(makeOffer(needs)).replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999'),
    );
    drop('richer', 'illisible.json', '{"type":"M20","prix":1}');
    const accented = {
      ...offer,
      header: { ...offer.header, messageId: crypto.randomUUID() },
      buyer: { ...offer.buyer, name: 'Hôpital' },
    };
    drop('richer', 'latin1.json', Buffer.from(writeJson(accented), 'latin1'));
    await settle();
    expect(files('richer', 'envoyes')).toEqual(['offre.json']);
    expect(files('richer', 'erreurs')).toEqual(['fausse.xml', 'illisible.json', 'latin1.json']);
    expect(read('richer', 'rapports', 'latin1.json.txt').toString()).toContain('UTF-8');
    expect(read('richer', 'rapports', 'fausse.xml.html').toString()).toContain('MIO-CRO-021');
    expect(read('richer', 'rapports', 'fausse.xml.txt').toString()).toContain('n’est pas conforme');
    expect(read('richer', 'rapports', 'illisible.json.txt').toString()).toContain('rien n’est envoyé');
    dropAgain('richer', 'fausse.xml');
    await settle();
    expect(files('richer', 'erreurs')).toContain('fausse.xml');
    const tried = (await listSeen(database.system, supplier.structureId)).filter(
      ({ file_name: name }) => name === 'fausse.xml',
    );
    expect(tried.map(({ state }) => state)).toEqual(['refused', 'refused']);
    const received = files('pasteur', 'recus').filter((name) => name.startsWith('M20'));
    expect(received).toHaveLength(1);
    expect(readMessage(read('pasteur', 'recus', received[0] ?? '')).message).toMatchObject({
      header: { messageId: offer.header.messageId },
    });
  });

  it('are told of a message that no channel took, and send it once it is dropped again', async () => {
    const elsewhere = { scheme: '0009' as const, id: '00000001800002' };
    await makePartner(database.system, supplier.structureId, elsewhere.id, {
      ways: [{ channel: 'http', endpoint: '', addresses: [] }],
      requiresCertificate: false,
    });
    const header = {
      ...offer.header,
      messageId: crypto.randomUUID(),
      receiver: elsewhere,
      inReplyTo: { messageId: crypto.randomUUID() },
    };
    const bytes = writeMessage({ ...offer, header, buyer: { name: 'Ailleurs', siret: elsewhere.id } });
    drop('richer', 'ailleurs.xml', bytes);
    await settle();
    expect(files('richer', 'envoyes')).not.toContain('ailleurs.xml');
    expect(files('richer', 'erreurs')).toContain('ailleurs.xml');
    expect(read('richer', 'rapports', 'ailleurs.xml.txt').toString()).toContain('n’est pas un partenaire');
    const { structureId } = await makeOrganisation(database.system, 'Ailleurs', elsewhere.id, 'buyer');
    await makePartner(database.system, structureId, supplierSiret, {
      ways: [{ channel: 'http', endpoint: '', addresses: [] }],
      maySend: ['M20'],
      requiresCertificate: false,
    });
    dropAgain('richer', 'ailleurs.xml');
    await settle();
    expect(files('richer', 'envoyes')).toContain('ailleurs.xml');
    const [received] = await listSeen(database.system, structureId);
    expect(received).toMatchObject({ message_type: 'M20', state: 'available' });
  });

  it('are held up by no file that cannot be read, nor by a long name, and those who look into it are told', async () => {
    const long = `${'é'.repeat(121)}.xml`;
    const tooLong = `${'é'.repeat(125)}.xml`;
    mkdirSync(join(root, 'richer', 'erreurs', 'a-bloque.xml'));
    drop('richer', 'a-bloque.xml', 'x');
    drop('richer', long, 'x');
    writeFileSync(join(root, 'richer/depot', tooLong), 'x');
    await settle();
    expect(files('richer', 'depot')).toEqual(['a-bloque.xml', tooLong]);
    expect(files('richer', 'erreurs')).toContain(long);
    expect(
      files('richer', 'rapports').filter((name) => /^é+~[0-9a-f]{8}\.xml\.txt$/.test(name)),
    ).toHaveLength(1);
    const shown = expect.stringMatching(/^é+~[0-9a-f]{8}\.xml$/);
    expect(troubles).toMatchObject([
      { code: 'file-space/bad-name', detail: shown },
      { code: 'file-space/unforeseen' },
    ]);
    const [told = ''] = files('richer', 'rapports').filter((name) => name.startsWith('nom-refuse-é'));
    expect(read('richer', 'rapports', told).toString()).toMatch(/« é+~[0-9a-f]{8}\.xml ».+Renommez-le/s);
  });

  it('show nothing twice, and send nothing twice that is dropped twice', async () => {
    const before = [files('richer', 'recus'), files('pasteur', 'recus')];
    rmSync(join(root, 'richer', 'recus', before[0]?.[0] ?? ''));
    drop('pasteur', 'besoins-bis.xml', read('pasteur', 'envoyes', 'besoins.xml'));
    await settle();
    expect(files('pasteur', 'envoyes')).toEqual(['besoins-bis.xml', 'besoins.xml']);
    expect(files('richer', 'recus')).toEqual(before[0]?.slice(1));
    expect(files('pasteur', 'recus')).toEqual(before[1]);
  });

  it('are told of each message that failed since, though one cannot be', async () => {
    const [blocked, other] = ['offre.json', 'ailleurs.xml'] as const;
    expect(files('richer', 'envoyes')).toEqual([other, blocked]);
    mkdirSync(join(root, 'richer/rapports', `${blocked}.txt`));
    await failSent(database.system, [blocked, other]);
    await settle();
    expect(files('richer', 'envoyes')).toEqual([blocked]);
    expect(read('richer', 'rapports', `${other}.txt`).toString()).toContain('ne répond pas');
    rmSync(join(root, 'richer/rapports', `${blocked}.txt`), { recursive: true });
  });

  it('are given nothing, and have nothing taken, while one of their folders is away', async () => {
    await settle();
    const [had, waiting] = [files('richer', 'recus'), files('richer', 'depot')];
    const header = { ...toRicher.header, messageId: crypto.randomUUID() };
    drop('pasteur', 'plus-tard.xml', writeMessage({ ...toRicher, header }));
    drop('richer', 'plus-tard.xml', 'x');
    renameSync(join(root, 'richer/erreurs'), join(root, 'erreurs'));
    for (let times = 0; times < 3; times += 1)
      await expect(settle()).rejects.toMatchObject({
        trouble: 'unreachable',
        detail: join(root, 'richer/erreurs'),
      });
    await exchanges.idle();
    await expect(settle()).rejects.toMatchObject({ trouble: 'unreachable' });
    expect(files('richer', 'recus')).toEqual(had);
    expect(files('richer', 'depot')).toEqual([...waiting, 'plus-tard.xml'].toSorted());
    renameSync(join(root, 'erreurs'), join(root, 'richer/erreurs'));
    await settle();
    expect(files('richer', 'recus')).toHaveLength(had.length + 1);
    expect(files('richer', 'erreurs')).toContain('plus-tard.xml');
  });
});
