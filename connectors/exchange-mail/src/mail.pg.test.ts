import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { withSystem } from '@liaison/db';
import { ChannelError, startRounds, type Exchanges, type Parcel } from '@liaison/exchanges';
import {
  buyerSiret,
  calmRound,
  giveMessage,
  listSeen,
  makeOrganisation,
  makePartner,
  openExamining,
  silent,
  startTestExchanges,
  supplierSiret,
  TestDesk,
  type Organisation,
  type TestExamining,
} from '@liaison/exchanges/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { CallForTenders } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailChannel } from './mail-channel.ts';
import type { Mailbox } from './mailbox.ts';
import { MailTaker } from './take-mails.ts';
import { startDovecot, type Dovecot } from './testing-dovecot.ts';
import { startPost, type Post } from './testing-post.ts';

const desk = new TestDesk();
const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const buyerAddress = 'marches@pasteur.example';
const supplierAddress = 'offres@richer.example';

describe('messages by mail, through a real SMTP and a real IMAP server', () => {
  let database: TestDatabase;
  let examining: TestExamining;
  let exchanges: Exchanges;
  let dovecot: Dovecot;
  let post: Post;
  let buyer: Organisation;
  let supplier: Organisation;
  let buyerBox: Mailbox;
  let supplierBox: Mailbox;
  let channel: ReturnType<typeof openMailChannel>;

  beforeAll(async () => {
    database = await openTestDatabase();
    dovecot = await startDovecot();
    post = await startPost(dovecot);
    buyer = await makeOrganisation(database.system, 'Pasteur', buyerSiret, 'buyer');
    supplier = await makeOrganisation(database.system, 'Richer', supplierSiret, 'supplier');
    const way = (endpoint: string, address: string) => [
      { channel: 'mail' as const, endpoint, addresses: [address] },
    ];
    await makePartner(database.system, buyer.structureId, supplierSiret, {
      ways: way('marches', supplierAddress),
    });
    await makePartner(database.system, supplier.structureId, buyerSiret, {
      ways: way('offres', buyerAddress),
    });
    const boxOf = ({ structureId }: Organisation, endpoint: string, address: string): Mailbox => ({
      structureId,
      endpoint,
      address,
      imapUrl: `imap://${encodeURIComponent(address)}@127.0.0.1:${dovecot.port}`,
      imapPassword: dovecot.password,
      smtpUrl: `smtp://127.0.0.1:${post.port}`,
      smtpPassword: null,
      authenticationServer: null,
    });
    buyerBox = boxOf(buyer, 'marches', buyerAddress);
    supplierBox = boxOf(supplier, 'offres', supplierAddress);
    channel = openMailChannel([buyerBox, supplierBox]);
    examining = openExamining(desk);
    exchanges = startTestExchanges(database.system, examining, [channel]);
  });
  afterAll(async () => {
    await exchanges.stop();
    channel.close();
    await examining.pool.close();
    await post.stop();
    await dovecot.stop();
    await database.close();
  });

  const takers = () => [buyerBox, supplierBox].map((box) => new MailTaker(database.system, box));
  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const taker of takers()) await taker.look(calmRound);
      await exchanges.idle();
    }
  };
  const write = async (from: string, to: string, files: Record<string, Uint8Array | string>, more = {}) => {
    const transport = createTransport({ host: '127.0.0.1', port: post.port });
    const attachments = Object.entries(files).map(([filename, content]) => ({
      filename,
      content: Buffer.from(content),
    }));
    await transport.sendMail({ from, to, subject: 'Offre', text: 'Ci-joint.', attachments, ...more });
    transport.close();
  };
  const countIn = async (address: string, folder: string): Promise<number> => {
    const auth = { user: address, pass: dovecot.password };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.port,
      secure: false,
      auth,
      logger: false,
    });
    await client.connect();
    const status = await client.status(folder, { messages: true });
    await client.logout();
    return status === false ? 0 : (status.messages ?? 0);
  };
  const refusals = async () =>
    (await seenEntries(database.system))
      .filter(({ act, resource_id: id }) => act === 'message.refused' && id === null)
      .map(({ details }) => details['reason']);
  const seen = (who: Organisation) => listSeen(database.system, who.structureId);

  it('go to the partner’s mailbox and bring back his result of control and his acknowledgement', async () => {
    const sent = await giveMessage(database.system, buyer, await desk.certified(toSupplier(), buyerSiret));
    await settle();
    expect(
      (await seen(supplier)).map(({ direction, message_type: type, state }) => [direction, type, state]),
    ).toEqual([
      ['incoming', 'M10', 'available'],
      ['outgoing', 'M40', 'dispatched'],
      ['outgoing', 'M41', 'dispatched'],
    ]);
    expect((await seen(buyer)).find(({ id }) => id === sent)).toMatchObject({
      state: 'received',
      channel: 'mail',
    });
    expect(await countIn(buyerAddress, 'INBOX')).toBe(0);
    expect(await countIn(buyerAddress, 'Traites')).toBe(2);
  });

  it('are taken once, though the mail comes twice or could not be moved', async () => {
    const offer = await desk.certified(makeOffer(needs), supplierSiret);
    await giveMessage(database.system, supplier, offer);
    await exchanges.idle();
    await cutBeforeMove(new MailTaker(database.system, buyerBox));
    expect(await countIn(buyerAddress, 'INBOX')).toBe(1);
    await settle();
    expect(await countIn(buyerAddress, 'INBOX')).toBe(0);
    // The sender's mail system, unsure, delivers once more.
    await write(supplierAddress, buyerAddress, { 'offre-bis.xml': offer });
    await settle();
    const offers = (await seen(buyer)).filter(({ message_type: type }) => type === 'M20');
    expect(offers.map(({ state }) => state)).toEqual(['available', 'duplicate']);
    const acknowledgements = (await seen(supplier)).filter(
      ({ message_type: type, direction }) => type === 'M41' && direction === 'incoming',
    );
    // The same acknowledgement again, and known as such.
    expect(acknowledgements.map(({ state }) => state)).toEqual(['available', 'duplicate']);
    expect(new Set(acknowledgements.map(({ message_id: id }) => id)).size).toBe(1);
  });

  it('of strangers are refused, not kept and not answered', async () => {
    const before = [post.taken.length, (await seen(buyer)).length];
    await write('inconnu@ailleurs.example', buyerAddress, { 'offre.xml': 'x' });
    const taker = new MailTaker(database.system, buyerBox);
    // Said once, though the mail could not be moved.
    await cutBeforeMove(taker);
    await taker.look(calmRound);
    await write(supplierAddress, buyerAddress, { 'photo.jpg': 'x', 'offre.zip': 'PK' });
    await write(
      supplierAddress,
      buyerAddress,
      Object.fromEntries(many(30).map((n) => [`offre-${n}.xml`, 'x'])),
    );
    await write(`${supplierAddress}, autre@ailleurs.example`, buyerAddress, { 'offre.xml': 'x' });
    dovecot.deliver(buyerAddress, `From: ${supplierAddress}\r\n${nest(40)}`);
    dovecot.deliver(buyerAddress, Buffer.alloc(10_000, 0));
    await settle();
    expect(await refusals()).toEqual([
      'unknown-sender',
      'no-message',
      'too-many-files',
      'no-single-sender',
      'unreadable',
      'no-single-sender',
    ]);
    expect([post.taken.length - 4, (await seen(buyer)).length]).toEqual(before);
    expect(await countIn(buyerAddress, 'Refuses')).toBe(6);
    expect(await countIn(buyerAddress, 'INBOX')).toBe(0);
  });

  it('are turned away once, though the server would not move them', async () => {
    const before = (await refusals()).length;
    const told: unknown[] = [];
    const taker = new MailTaker(database.system, buyerBox);
    const round = { ...calmRound, tell: (error: unknown) => void told.push(error) };
    await write('inconnu@ailleurs.example', buyerAddress, { 'offre.xml': 'x' });
    dovecot.allowWrites(buyerAddress, 'Refuses', false);
    for (let times = 0; times < 3; times += 1) await taker.look(round);
    // It waits for its next try.
    expect(told).toMatchObject([{ name: 'MailNotMovedError' }]);
    expect((await refusals()).slice(before)).toEqual(['unknown-sender']);
    expect(await countIn(buyerAddress, 'INBOX')).toBe(1);
    dovecot.allowWrites(buyerAddress, 'Refuses', true);
    await new MailTaker(database.system, buyerBox).look(calmRound);
    expect(await countIn(buyerAddress, 'INBOX')).toBe(0);
  });

  it('with a partner’s address but another’s certificate, or none, go to quarantine', async () => {
    const forged = new TestDesk();
    const stolen = await forged.certified(makeOffer(needs), supplierSiret);
    const other = await desk.certified(makeOffer(needs), buyerSiret);
    await write(supplierAddress, buyerAddress, { '1.xml': stolen, '2.xml': other });
    await settle();
    const aside = (await seen(buyer)).filter(({ state }) => state === 'quarantined');
    expect(aside.map(({ reason, certificate }) => [reason, certificate])).toEqual([
      ['certificate', 'CERTIFICAT_INCONNU'],
      ['other-signer', 'INTACT'],
    ]);
  });

  it('of senders whom our server does not vouch for are refused where it is asked to', async () => {
    const strict = { ...buyerBox, authenticationServer: 'mx.pasteur.example' };
    const said = (results: string) => ({ headers: { 'Authentication-Results': results } });
    const offer = () => desk.certified(makeOffer(needs), supplierSiret);
    await write(supplierAddress, buyerAddress, { 'a.xml': await offer() });
    await write(
      supplierAddress,
      buyerAddress,
      { 'b.xml': await offer() },
      said('mx.ailleurs.example; dmarc=pass'),
    );
    await write(
      supplierAddress,
      buyerAddress,
      { 'c.xml': await offer() },
      said('mx.pasteur.example; spf=pass; dmarc=fail (p=none dmarc=pass)'),
    );
    await write(
      supplierAddress,
      buyerAddress,
      { 'd.xml': await offer() },
      said('mx.pasteur.example (our own); dkim=pass; dmarc=pass header.from=richer.example'),
    );
    const before = (await seen(buyer)).length;
    await new MailTaker(database.system, strict).look(calmRound);
    expect((await seen(buyer)).slice(before).map(({ file_name: name }) => name)).toEqual(['d.xml']);
    expect((await refusals()).slice(-3)).toEqual(many(3).map(() => 'sender-not-authenticated'));
  });

  it('wait while the mail server is away or has no room, and say why when it refuses for good', async () => {
    const parcel: Parcel = {
      structureId: buyer.structureId,
      endpoint: 'marches',
      addresses: [supplierAddress],
      partnerName: 'Richer',
      receiver: { scheme: '0009', id: supplierSiret },
      messageId: crypto.randomUUID(),
      messageType: 'M30',
      consultation: '06-047C',
      isTest: false,
      name: 'M30.xml',
      bytes: Buffer.from('<a/>'),
    };
    const told = async (work: Promise<void>) => work.catch((error: unknown) => error);
    post.refuse([451, 552, 550]);
    expect(await told(channel.send(parcel, calmRound.signal))).toMatchObject({
      reason: 'refused-there',
      mayPass: true,
    });
    expect(await told(channel.send(parcel, calmRound.signal))).toMatchObject({
      reason: 'too-large',
      mayPass: false,
    });
    expect(await told(channel.send(parcel, calmRound.signal))).toMatchObject({
      reason: 'refused-there',
      mayPass: false,
    });
    const away = openMailChannel([{ ...buyerBox, smtpUrl: 'smtp://127.0.0.1:1' }]);
    expect(await told(away.send(parcel, calmRound.signal))).toMatchObject({
      reason: 'unreachable',
      mayPass: true,
    });
    expect(await told(away.send({ ...parcel, endpoint: 'autre' }, calmRound.signal))).toBeInstanceOf(
      ChannelError,
    );
    away.close();
    // Of another machine, which has no STARTTLS, to a mailbox with a password.
    const relay = await startPost(dovecot, '127.0.0.2');
    const smtpUrl = `smtp://marches@127.0.0.2:${relay.port}`;
    const bare = openMailChannel([{ ...buyerBox, smtpUrl, smtpPassword: 'secret' }]);
    expect(await told(bare.send(parcel, calmRound.signal))).toMatchObject({
      reason: 'no-tls',
      mayPass: true,
      detail: 'SMTP 500',
    });
    bare.close();
    await relay.stop();
    // Sent again after a cut, it has the same Message-ID.
    await channel.send(parcel, calmRound.signal);
    await channel.send(parcel, calmRound.signal);
    expect(new Set(post.taken.slice(-2)).size).toBe(1);
  });

  it('wait for their server, whose absence ends no process', async () => {
    const absent = new MailTaker(database.system, { ...buyerBox, imapUrl: 'imap://x@127.0.0.1:1' });
    await expect(absent.look(calmRound)).rejects.toThrow('ECONNREFUSED');
    const wrong = new MailTaker(database.system, {
      ...buyerBox,
      imapUrl: buyerBox.imapUrl,
      imapPassword: 'autre',
    });
    await expect(wrong.look(calmRound)).rejects.toThrow('Command failed');
    const rounds = startRounds('boîte absente', (signal) => absent.look(signal), { everyMs: 1, log: silent });
    await rounds.stop();
    expect(await withSystem(database.system, async () => 'alive')).toBe('alive');
  });
});

function toSupplier(): CallForTenders {
  return { ...needs, header: { ...needs.header, receiver: { scheme: '0009', id: supplierSiret } } };
}

/** Takes, and dies where the mail would be moved. */
async function cutBeforeMove(taker: MailTaker): Promise<void> {
  const move = ImapFlow.prototype.messageMove;
  ImapFlow.prototype.messageMove = dieAtMove;
  try {
    await expect(taker.look(calmRound)).rejects.toThrow('killed');
  } finally {
    ImapFlow.prototype.messageMove = move;
  }
}

function dieAtMove(this: ImapFlow): Promise<never> {
  this.close();
  return Promise.reject(new Error('killed'));
}

function many(count: number): number[] {
  return Array.from({ length: count }, (_unused, index) => index);
}

/** Multiparts in multiparts. */
function nest(depth: number): string {
  if (depth === 0) return 'Content-Type: application/xml; name="a.xml"\r\n\r\n<a/>\r\n';
  const mark = `m${depth}`;
  return `Content-Type: multipart/mixed; boundary="${mark}"\r\n\r\n--${mark}\r\n${nest(depth - 1)}--${mark}--\r\n`;
}
