import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { FileTaker, openFileChannel, type Exchanges, type FileExchange } from '@liaison/exchanges';
import {
  buyerSiret,
  calmRound,
  giveMessage,
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
import { writeFile, type FileSpace } from '@liaison/file-space';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSftp } from './open-sftp.ts';
import { startSshd, type Sshd } from './testing-sshd.ts';

const folders = { outgoing: 'depart', incoming: 'arrivee', done: 'archives' };
const desk = new TestDesk();
const needs = makeNeeds({ lots: 1, linesPerLot: 2 });

describe('messages over SFTP, with OpenSSH as the other side', () => {
  let sshd: Sshd;
  let space: FileSpace;
  let database: TestDatabase;
  let examining: TestExamining;
  let exchanges: Exchanges;
  let buyer: Organisation;
  let exchange: FileExchange;

  beforeAll(async () => {
    sshd = await startSshd(Object.values(folders));
    space = openSftp(sshd.account);
    database = await openTestDatabase();
    buyer = await makeOrganisation(database.system, 'Pasteur', buyerSiret, 'buyer');
    const ways = [{ channel: 'sftp' as const, endpoint: 'richer', addresses: [] }];
    await makePartner(database.system, buyer.structureId, supplierSiret, { ways });
    exchange = { structureId: buyer.structureId, endpoint: 'richer', kind: 'sftp', folders, space };
    examining = openExamining(desk);
    exchanges = startTestExchanges(database.system, examining, [openFileChannel('sftp', [exchange])]);
  });
  afterAll(async () => {
    await exchanges.stop();
    await examining.pool.close();
    await space.close();
    await database.close();
    await sshd.stop();
  });

  const there = (folder: string) => readdirSync(join(sshd.root, folder)).toSorted();

  it('leave whole, come once they are whole, and are answered the same way', async () => {
    const call = {
      ...needs,
      header: { ...needs.header, receiver: { scheme: '0009' as const, id: supplierSiret } },
    };
    const bytes = await desk.certified(call, buyerSiret);
    const id = await giveMessage(database.system, buyer, bytes);
    await exchanges.idle();
    expect(there('depart')).toEqual([`M10-${call.header.messageId}.xml`]);
    expect(readFileSync(join(sshd.root, 'depart', there('depart')[0] ?? '')).equals(bytes)).toBe(true);

    const offer = await desk.certified(makeOffer(needs), supplierSiret);
    writeFileSync(join(sshd.root, 'arrivee/offre.xml.filepart'), offer.subarray(0, 100));
    const taker = new FileTaker(database.system, exchange, 0);
    await taker.look(calmRound);
    expect(there('archives')).toEqual([]);
    writeFileSync(join(sshd.root, 'arrivee/offre.xml.filepart'), offer);
    renameSync(join(sshd.root, 'arrivee/offre.xml.filepart'), join(sshd.root, 'arrivee/offre.xml'));
    await taker.look(calmRound);
    await exchanges.idle();
    const seen = await listSeen(database.system, buyer.structureId);
    expect(seen.map(({ message_type: type, state, channel }) => [type, state, channel])).toEqual([
      ['M10', 'dispatched', 'sftp'],
      ['M20', 'available', 'sftp'],
      ['M40', 'dispatched', 'sftp'],
      ['M41', 'dispatched', 'sftp'],
    ]);
    expect(seen[0]?.id).toBe(id);
    expect(there('archives')).toEqual([`${seen[1]?.id}-offre.xml`]);
    expect(there('depart')).toHaveLength(3);
    // Left again by the partner, who is not sure: one message, and the same acknowledgement, whatever its date.
    const left = join(sshd.root, 'arrivee/offre.xml');
    const later = Date.now() / 1000 + 60;
    for (const leave of [
      () => renameSync(join(sshd.root, 'archives', there('archives')[0] ?? ''), left),
      () => {
        writeFileSync(left, offer);
        utimesSync(left, later, later);
      },
    ]) {
      for (const name of there('depart').slice(1)) rmSync(join(sshd.root, 'depart', name));
      leave();
      await taker.look(calmRound);
      await exchanges.idle();
      expect(there('depart')).toHaveLength(3);
    }
    const after = await listSeen(database.system, buyer.structureId);
    expect(after.map(({ state }) => state)).toEqual([...seen.map(({ state }) => state), 'duplicate']);
  });

  it('are shown under their name once they are whole, and replace what has it', async () => {
    await space.stage('depart', 'M30.xml', Buffer.from('un'));
    expect((await space.list('depart')).map(({ name }) => name)).not.toContain('M30.xml');
    expect(await space.listStaged('depart')).toEqual(['M30.xml']);
    await space.publish('depart', 'M30.xml');
    await writeFile(space, 'depart', 'M30.xml', Buffer.from('deux'));
    expect(Buffer.from(await space.read('depart', 'M30.xml', 10)).toString()).toBe('deux');
    await expect(space.read('depart', 'M30.xml', 3)).rejects.toMatchObject({ trouble: 'too-large' });
    await expect(space.read('depart', 'absent.xml', 3)).rejects.toMatchObject({ trouble: 'missing' });
    symlinkSync('/etc/hostname', join(sshd.root, 'arrivee/lien.xml'));
    expect((await space.list('arrivee')).map(({ name }) => name)).not.toContain('lien.xml');
  });

  it('never go to a server that is another than the expected one, nor without its account', async () => {
    const other = openSftp({ ...sshd.account, hostKey: `SHA256:${'A'.repeat(43)}` });
    await expect(writeFile(other, 'depart', 'secret.xml', Buffer.from('x'))).rejects.toMatchObject({
      trouble: 'other-host',
    });
    const stranger = openSftp({ ...sshd.account, privateKey: null, password: 'autre' });
    await expect(stranger.list('depart')).rejects.toMatchObject({ trouble: 'unauthorised' });
    const away = openSftp({ ...sshd.account, port: 1 });
    await expect(away.list('depart')).rejects.toMatchObject({ trouble: 'unreachable' });
    expect(there('depart')).not.toContain('secret.xml');
    await Promise.all([other, stranger, away].map((one) => one.close()));
  });
});
