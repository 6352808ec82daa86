import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { writeMessage } from '@liaison/mio';
import { makeAward, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { readOffer } from '@liaison/mio-excel';
import { makeMessage } from '@liaison/mio/testing';
import { readWorkbook } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import { Desk, mio } from '../testing.ts';

const xml = writeMessage(makeMessage('M20', { seed: 7, fullness: 0.6, maximumItems: 2 }));

describe('mio convert', () => {
  it('gives the same bytes after a way through JSON', async () => {
    using desk = new Desk();
    const json = desk.path('offre.json');
    const back = desk.path('retour.xml');
    expect((await mio('convert', desk.put('offre.xml', xml), '--output', json)).code).toBe(0);
    expect((await mio('convert', json, '--output', back)).code).toBe(0);
    expect(readFileSync(back, 'utf8')).toBe(xml);
  });

  it('writes nothing rather than losing what it does not know', async () => {
    using desk = new Desk();
    const strange = xml.replace('<cbc:IssueDate>', '<cbc:Foo>1</cbc:Foo><cbc:IssueDate>');
    const { code, out, err } = await mio('convert', desk.put('offre.xml', strange), '--to', 'json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('cbc:Foo');
  });

  it('goes every way between formats, each found from its bytes', async () => {
    using desk = new Desk();
    const award = desk.put(
      'attribution.xml',
      writeMessage(makeMessage('M30', { seed: 3, fullness: 0.5, maximumItems: 2 })),
    );
    const formats = ['json', 'csv', 'xlsx', 'xml'];
    for (const from of formats)
      for (const to of formats) {
        const [start, end, back] = [`de.${from}`, `vers.${to}`, 'retour.xml'].map((name) => desk.path(name));
        expect((await mio('convert', award, '--output', start ?? '')).err).toBe('');
        expect((await mio('convert', start ?? '', '--output', end ?? '')).err).toBe('');
        expect((await mio('convert', end ?? '', '--output', back ?? '')).err).toBe('');
        expect(readFileSync(back ?? '', 'utf8')).toBe(readFileSync(award, 'utf8'));
      }
  });

  it('makes of an offer and its needs the model, filled', async () => {
    using desk = new Desk();
    const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
    const need = desk.put('besoins.xml', writeMessage(needs));
    const offer = desk.put('offre.xml', writeMessage(makeOffer(needs)));
    const workbook = desk.path('offre.xlsx');
    expect((await mio('convert', offer, '--need', need, '--output', workbook)).code).toBe(0);
    expect(readWorkbook(readFileSync(workbook)).sheets.map(({ name }) => name)).toContain('Bordereau');
    const back = await mio('convert', workbook, '--to', 'xml');
    expect(back.out).toBe(readFileSync(offer, 'utf8'));
    const shown = await mio('convert', offer, '--to', 'xlsx');
    expect([shown.code, shown.err.includes('--output est attendu')]).toEqual([2, true]);
  });

  it('makes of a call for tenders the model that names its own file, whatever is beside it', async () => {
    using desk = new Desk();
    const needs = writeMessage(makeNeeds({ lots: 1, linesPerLot: 1 }));
    const other = desk.put('demande.xml', writeMessage(makeNeeds({ lots: 2, linesPerLot: 1 })));
    const model = desk.path('modele.xlsx');
    const own = desk.put('rectificatif.xml', `${needs}\n`);
    expect((await mio('convert', own, '--need', other, '--output', model)).code).toBe(0);
    const { offer } = readOffer(readFileSync(model), { identity: { messageId: 'x', createdAt: 'x' } });
    const digest = createHash('sha256').update(readFileSync(own)).digest('hex');
    expect(offer?.header?.inReplyTo?.sha256).toBe(digest);
  });

  it('asks for the format where no name tells it', async () => {
    using desk = new Desk();
    const { code, err } = await mio('convert', desk.put('offre.xml', xml));
    expect(code).toBe(2);
    expect(err).toContain('--to : dites le format');
  });
});

describe('mio convert --to decp', () => {
  const needs = makeNeeds({ lots: 2, linesPerLot: 1 });
  needs.buyer.party.address = { postalCode: '06000' };
  Object.assign(needs.consultation, { cpv: '33183100', months: 48, contractForm: 'BC' });
  const offer = makeOffer(needs);
  const award = makeAward(offer, ['1']);
  const commun = {
    id: '2027-047-01',
    offresRecues: 3,
    ccag: 'Fournitures courantes et services',
    marcheInnovant: false,
    attributionAvance: false,
    typesPrix: ['Définitif révisable'],
    considerationsSociales: ['Pas de considération sociale'],
    considerationsEnvironnementales: ['Critère environnemental'],
  };
  const publish = (desk: Desk, complement: string) =>
    mio(
      'convert',
      desk.put('attribution.xml', writeMessage(award)),
      '--to',
      'decp',
      '--need',
      desk.put('demande.xml', writeMessage(needs)),
      '--offer',
      desk.put('offre.xml', writeMessage(offer)),
      '--complement',
      desk.put('complement.json', complement),
      '--output',
      desk.path('decp.json'),
    );

  it('publishes the essential data of an award', async () => {
    using desk = new Desk();
    expect(await publish(desk, JSON.stringify({ commun }))).toEqual({ code: 0, out: '', err: '' });
    const { marches }: { marches: { marche: unknown[] } } = JSON.parse(
      readFileSync(desk.path('decp.json'), 'utf8'),
    );
    expect(marches.marche).toMatchObject([{ id: '2027-047-01', codeCPV: '33183100', dureeMois: 48 }]);
  });

  it('says what is missing, and what is not as it should be, and writes nothing', async () => {
    using desk = new Desk();
    const missing = await publish(desk, '{}');
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('Marché lot 1 · « offresRecues » : manque.\n');
    const wrong = await publish(desk, '{"commun":{"ccag":"Autre"}}');
    expect([wrong.code, wrong.err.includes('« commun.ccag » : la valeur doit être')]).toEqual([2, true]);
    const broken = await publish(desk, '{');
    expect([broken.code, broken.err.includes('ce n’est pas du JSON')]).toEqual([2, true]);
    expect(existsSync(desk.path('decp.json'))).toBe(false);
  });

  it('takes an award, and nothing else', async () => {
    using desk = new Desk();
    const file = desk.put('offre.xml', writeMessage(offer));
    const needsFile = desk.put('demande.xml', writeMessage(needs));
    const { code, err } = await mio('convert', file, '--to', 'decp', '--need', needsFile);
    expect([code, err.includes('ce n’est pas une attribution')]).toEqual([2, true]);
  });
});
