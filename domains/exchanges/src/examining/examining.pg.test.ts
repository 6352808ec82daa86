import { withSystem } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import { newId } from '@liaison/kernel';
import { readMessage, writeMessage, type Amendment } from '@liaison/mio';
import {
  makeAcknowledgement,
  makeAward,
  makeClarificationRequest,
  makeNeeds,
  makeOffer,
} from '@liaison/mio-control/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acknowledgeIntegration } from '../acknowledge-integration.ts';
import { readBytes } from '../store.ts';
import {
  buyerSiret,
  giveMessage,
  makePartner,
  openExamining,
  TestDesk,
  type TestExamining,
} from '../testing.ts';
import { TestSupplier } from './testing-supplier.ts';

const desk = new TestDesk();
const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const offer = makeOffer(needs);

/** The call for tenders, changed. */
function amend(): Amendment {
  const { type: _type, header, consultation, ...content } = needs;
  return {
    type: 'M11',
    header: {
      ...header,
      messageId: crypto.randomUUID(),
      createdAt: '2026-12-01T09:00:00Z',
      inReplyTo: { messageId: header.messageId },
    },
    reason: 'Quantité corrigée',
    ...content,
    consultation: { ...consultation, version: 2, previousVersion: 1 },
  };
}

describe('a supplier who examines what his buyer sends', () => {
  let examining: TestExamining;
  let supplier: TestSupplier;

  beforeAll(() => {
    examining = openExamining(desk);
  });
  afterAll(() => examining.pool.close());
  beforeEach(async () => {
    supplier = await TestSupplier.open(examining);
  });
  afterEach(() => supplier.close());

  it('holds an amendment that is looked at while its call for tenders is against it', async () => {
    const [looked, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { control } = examining.pool;
    const amendment = amend();
    const heldAgainst: boolean[] = [];
    const running = supplier.start(async (bytes, context) => {
      const isAmendment = Buffer.from(bytes).includes(amendment.header.messageId);
      if (isAmendment) looked.resolve();
      else await looked.promise;
      if (isAmendment) heldAgainst.push(context?.need !== undefined);
      const report = await control(bytes, context);
      if (isAmendment) await taken.promise;
      return report;
    });
    await supplier.bring(needs);
    await supplier.bring(amendment);
    const ended = running.idle();
    try {
      await expect
        .poll(() => supplier.incoming(), { timeout: 30_000 })
        .toContainEqual(['M10', 'available', null]);
    } finally {
      taken.resolve();
      await ended;
    }
    expect(await supplier.incoming()).toEqual([
      ['M10', 'available', null],
      ['M11', 'available', null],
    ]);
    // Once more, with the call that it amends.
    expect(heldAgainst).toEqual([false, true]);
  });

  it('takes what waited for something of its consultation once he sends it himself', async () => {
    const running = supplier.start();
    await supplier.bring(makeClarificationRequest(offer));
    await running.idle();
    expect(await supplier.incoming()).toEqual([['M24', 'quarantined', 'out-of-order']]);
    await giveMessage(supplier.database.system, supplier.organisation, Buffer.from(writeMessage(offer)));
    await running.idle();
    expect(await supplier.incoming()).toEqual([['M24', 'available', null]]);
  });

  it('takes what a partner without SIRET had certified, and believes no acknowledgement for that', async () => {
    const foreign = { scheme: '0199' as const, id: 'HWUPKR0MPOU8FGXBT394' };
    await makePartner(supplier.database.system, supplier.organisation.structureId, '', {
      participant: foreign,
      ways: [{ channel: 'folder', endpoint: 'edi', addresses: [] }],
      requiresCertificate: false,
    });
    const running = supplier.start();
    const call = { ...needs, header: { ...needs.header, sender: foreign } };
    await supplier.bring(await desk.certified(call, buyerSiret));
    await running.idle();
    expect(await supplier.incoming()).toEqual([['M10', 'available', null]]);
    const sent = { ...offer, header: { ...offer.header, receiver: foreign } };
    await giveMessage(supplier.database.system, supplier.organisation, Buffer.from(writeMessage(sent)));
    await running.idle();
    const acknowledgement = makeAcknowledgement(makeAward(sent, ['1']));
    const header = {
      ...acknowledgement.header,
      sender: foreign,
      receiver: offer.header.sender,
      inReplyTo: { messageId: offer.header.messageId },
    };
    await supplier.bring(await desk.certified({ ...acknowledgement, header }, buyerSiret));
    await running.idle();
    expect((await supplier.incoming()).slice(1)).toEqual([['M41', 'quarantined', 'unproven']]);
  });

  it('looks at the kind of a message that was released for another cause', async () => {
    const running = supplier.start();
    const change = (requires: boolean, kinds: string[]) =>
      supplier.run(sql`update exchanges.partner set requires_certificate = ${requires}, may_send = ${kinds}`);
    await change(true, ['M30']);
    await supplier.bring(makeAward(offer, ['1']));
    await running.idle();
    expect(await supplier.incoming()).toEqual([['M30', 'quarantined', 'certificate']]);
    await change(false, ['M10']);
    const [row] = await supplier.seen();
    await supplier.release(row?.id ?? '');
    await running.idle();
    expect(await supplier.incoming()).toEqual([['M30', 'quarantined', 'not-allowed']]);
  });

  it('holds an award against the offer that it replies to', async () => {
    const running = supplier.start();
    await giveMessage(supplier.database.system, supplier.organisation, Buffer.from(writeMessage(offer)));
    await running.idle();
    const award = makeAward(offer, ['1']);
    const { consultation } = award;
    await supplier.bring({ ...award, consultation: { ...consultation, id: 'AUTRE' } });
    // Both have the identifier of the award: whichever is taken first has it.
    await running.idle();
    await supplier.bring(award);
    await running.idle();
    expect(await supplier.incoming()).toEqual([
      ['M30', 'quarantined', 'not-conform'],
      ['M30', 'available', null],
    ]);
  });

  it('shows as refused, and tells so, what its software would not take, and takes it no second time', async () => {
    const running = supplier.start();
    await supplier.bring(needs);
    await running.idle();
    const [row] = await supplier.seen();
    const refusal = { response: 'RE', comment: 'Marché inconnu' } as const;
    await withSystem(supplier.database.system, (tx) =>
      acknowledgeIntegration(tx, supplier.organisation.actor, examining, row?.id ?? '', refusal),
    );
    await supplier.bring(needs);
    await running.idle();
    expect(await supplier.incoming()).toEqual([
      ['M10', 'declined', null],
      ['M10', 'duplicate', null],
    ]);
    const told = (await supplier.seen()).at(-2);
    const bytes = await withSystem(supplier.database.system, (tx) => readBytes(tx, told?.id ?? ''));
    expect(readMessage(bytes).message).toMatchObject({ type: 'M41', step: 'INTEGRE', response: 'RE' });
    const report = await examining.pool.control(bytes, { isProduction: false });
    expect(report.verdict).toBe('OK');
    // Another one, which it refuses by an acknowledgement of its own.
    const other = { ...needs, header: { ...needs.header, messageId: newId() } };
    await supplier.bring(other);
    await running.idle();
    const header = { ...offer.header, messageId: newId(), inReplyTo: { messageId: other.header.messageId } };
    const refused = {
      response: 'RE' as const,
      reasons: [{ code: 'AUTRE' as const, text: 'Marché inconnu' }],
    };
    const own = { ...makeAcknowledgement(makeAward(offer, ['1'])), header, ...refused };
    await giveMessage(supplier.database.system, supplier.organisation, Buffer.from(writeMessage(own)));
    await running.idle();
    expect((await supplier.incoming()).at(-1)).toEqual(['M10', 'declined', null]);
    const journal = await seenEntries(supplier.database.system);
    expect(journal.flatMap(({ act, outcome }) => (act === 'message.integrated' ? [outcome] : []))).toEqual([
      'refused',
      'refused',
    ]);
  });
});
