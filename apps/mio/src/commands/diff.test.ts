import { writeJson, writeMessage, type Amendment, type CallForTenders } from '@liaison/mio';
import { makeNeeds } from '@liaison/mio-control/testing';
import { describe, expect, it } from 'vitest';
import { Desk, mio } from '../testing.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const { type: _, ...body }: CallForTenders = structuredClone(needs);
const [first, second] = body.lots;
if (first?.lines?.[1]) first.lines[1].quantity = '99';
second?.lines?.pop();
const amendment: Amendment = {
  type: 'M11',
  ...body,
  header: {
    ...body.header,
    messageId: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8',
    inReplyTo: { messageId: needs.header.messageId },
  },
  reason: 'Quantité corrigée',
  consultation: { ...body.consultation, version: 2, previousVersion: 1, variantsAllowed: true },
};

describe('mio diff', () => {
  it('tells what a rectified call for tenders changes, by lot, line and field', async () => {
    using desk = new Desk();
    const before = desk.put('m10.xml', writeMessage(needs));
    const after = desk.put('m11.json', writeJson(amendment));
    const { code, out } = await mio('diff', before, after);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      '7 changements :',
      '  Type du message : M10 → M11',
      '  Objet du rectificatif : ajouté, Quantité corrigée',
      '  Version de la consultation : 1 → 2',
      '  Version précédente : ajouté, 1',
      '  Variantes : non → oui',
      `  Lot 1, ligne 1.2, Quantité estimée : ${needs.lots[0]?.lines?.[1]?.quantity} → 99`,
      '  Lot 2, ligne 2.2 : supprimé',
      '',
    ]);
    const named = await mio('diff', before, after, '--all');
    expect(named.out).toContain('Identifiant du message : ');
  });

  it('ends with 0 for the same data in another format, and tells programs in JSON', async () => {
    using desk = new Desk();
    const xml = desk.put('a.xml', writeMessage(needs));
    const json = desk.put('a.json', writeJson(needs));
    expect(await mio('diff', xml, json)).toEqual({ code: 0, out: 'Mêmes données.\n', err: '' });
    const { out } = await mio('diff', xml, desk.put('b.json', writeJson(amendment)), '--format', 'json');
    const { changes } = JSON.parse(out);
    expect(changes).toContainEqual({
      kind: 'changed',
      path: ['lots', 0, 'lines', 1, 'quantity'],
      lot: '1',
      line: '1.2',
      field: expect.any(String),
      before: needs.lots[0]?.lines?.[1]?.quantity,
      after: '99',
      fr: expect.stringContaining('lot 1, ligne 1.2'),
    });
  });

  it('compares nothing that it does not understand', async () => {
    using desk = new Desk();
    const xml = desk.put('a.xml', writeMessage(needs));
    const { code, err } = await mio('diff', xml, desk.put('b.xml', '<a/>'));
    expect([code, err.includes('« a » n’est pas un document du standard')]).toEqual([2, true]);
    expect((await mio('diff', xml)).code).toBe(2);
  });
});
