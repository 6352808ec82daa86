import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readMessage, writeMessage } from '@liaison/mio';
import { makeAward, makeNeeds, makeOffer, makeRejection } from '@liaison/mio-control/testing';
import { describe, expect, it } from 'vitest';
import { Desk, mio } from '../testing.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 3 });
const offer = makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8');
const right = writeMessage(offer);
/** A total that is not price × quantity. */
const [wrongTotal = ''] = /<cbc:LineExtensionAmount[^>]*>[^<]+/.exec(right) ?? [];
const wrong = right.replace(wrongTotal, wrongTotal.replace(/>.*/, '>1.00'));

describe('mio check', () => {
  it('says that a right offer conforms, held against the needs it answers', async () => {
    using desk = new Desk();
    const file = desk.put('offre.xml', right);
    const need = desk.put('besoins.xml', writeMessage(needs));
    const { code, out } = await mio('check', file, '--need', need, '--demo');
    expect(out).toBe(`${file} : conforme.\n`);
    expect(code).toBe(0);
  });

  it('tells every fault with its lot, its line and its field, and ends with 1', async () => {
    using desk = new Desk();
    const { code, out } = await mio('check', desk.put('offre.xml', wrong), '--demo');
    expect(code).toBe(1);
    expect(out).toContain('non conforme');
    expect(out).toMatch(/MIO-MET-\d{3} erreur · lot 1 · ligne /);
  });

  it('holds a rejection against the offer it replies to and the award beside it', async () => {
    using desk = new Desk();
    const file = desk.put('rejet.xml', writeMessage(makeRejection(offer, ['1'])));
    const answered = desk.put('offre.xml', right);
    const decision = desk.put('attribution.xml', writeMessage(makeAward(offer, ['1', '2'])));
    const beside = ['--answered', answered, '--decision', decision];
    const { code, out } = await mio('check', file, ...beside, '--demo');
    expect([code, out.includes('Ce lot est attribué à ce candidat par une autre décision.')]).toEqual([
      1,
      true,
    ]);
    const wrong = await mio('check', file, '--decision', answered, '--demo');
    expect([wrong.code, wrong.err.includes('n’est pas une décision')]).toEqual([2, true]);
  });

  it('holds an award against the offer that it replies to', async () => {
    using desk = new Desk();
    const answered = desk.put('offre.xml', right);
    const award = makeAward(offer, ['1', '2']);
    const check = (name: string, holder: string) =>
      mio(
        'check',
        desk.put(name, writeMessage({ ...award, holder: { ...award.holder, siret: holder } })),
        '--answered',
        answered,
        '--demo',
      );
    expect((await check('attribution.xml', award.holder.siret ?? '')).code).toBe(0);
    const { code, out } = await check('autre.xml', '26060000000012');
    expect([code, out.includes('Le titulaire n’est pas le candidat de l’offre retenue.')]).toEqual([1, true]);
  });

  it('writes the report for programs into a file', async () => {
    using desk = new Desk();
    const report = desk.path('rapport.json');
    const { code, out } = await mio(
      'check',
      desk.put('offre.xml', wrong),
      '--demo',
      '--format',
      'json',
      '--output',
      report,
    );
    expect([code, out]).toEqual([1, '']);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ verdict: 'KO', messageType: 'M20' });
  });

  it('answers with the result as a message, and as a workbook', async () => {
    using desk = new Desk();
    const file = desk.put('offre.xml', wrong);
    const m40 = desk.path('resultat.xml');
    const sender = ['--format', 'm40', '--sender', '26060000000012', '--output', m40];
    expect((await mio('check', file, '--demo', ...sender)).code).toBe(1);
    expect(readMessage(readFileSync(m40)).message).toMatchObject({ type: 'M40', verdict: 'KO' });
    const workbook = desk.path('rapport.xlsx');
    await mio('check', file, '--demo', '--format', 'xlsx', '--output', workbook);
    expect(readFileSync(workbook).subarray(0, 2).toString()).toBe('PK');
    const nobody = await mio('check', file, '--format', 'm40');
    expect([nobody.code, nobody.err.includes('--sender est attendu')]).toEqual([2, true]);
  });

  it('reports on what is no message at all', async () => {
    using desk = new Desk();
    const { code, out } = await mio('check', desk.put('x.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'));
    expect(code).toBe(1);
    expect(out).toContain('DOCTYPE');
  });

  it('says what is wrong with how it was asked', async () => {
    const missing = await mio('check', 'absent.xml');
    expect([missing.code, missing.err]).toEqual([3, 'mio check : absent.xml : le fichier n’existe pas.\n']);
    const unknown = await mio('check', 'a.xml', '--colour');
    expect([unknown.code, unknown.err.split('\n')[0]]).toEqual([
      2,
      'mio check : option inconnue : --colour.',
    ]);
    const format = await mio('check', 'a.xml', '--format', 'pdf');
    expect(format.err).toContain('--format pdf : attendu texte, json');
  });

  it('runs from any Node', () => {
    using desk = new Desk();
    const command = fileURLToPath(new URL('../../mio.mjs', import.meta.url));
    const { status, stdout } = spawnSync('node', [command, 'check', desk.put('offre.xml', right), '--demo'], {
      encoding: 'utf8',
    });
    expect(stdout).toContain('conforme');
    expect(status).toBe(0);
  });
});
