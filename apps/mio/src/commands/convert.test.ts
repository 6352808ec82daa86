import { readFileSync } from 'node:fs';

import { writeMessage } from '@liaison/mio';
import { makeMessage } from '@liaison/mio/testing';
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

  it('asks for the format where no name tells it', async () => {
    using desk = new Desk();
    const { code, err } = await mio('convert', desk.put('offre.xml', xml));
    expect(code).toBe(2);
    expect(err).toContain('--to : dites le format');
  });
});
