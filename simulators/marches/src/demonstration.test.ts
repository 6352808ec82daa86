import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readMessage, type MessageCode } from '@liaison/mio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playMarket } from './demonstration.ts';
import { mio } from './mio-command.ts';
import { receive } from './receive.ts';

const folder = mkdtempSync(join(tmpdir(), 'marche-'));
const suppliers = ['Richer', 'BioOrtho', 'Tranier'];
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const message = <Code extends MessageCode>(name: string, code: Code) =>
  receive(readFileSync(join(folder, 'messages', name)), code);
const records = (kind: string) =>
  text('pasteur/06-047C.lgm')
    .split('\n')
    .filter((line) => line.startsWith(`${kind}|`))
    .map((line) => line.split('|').slice(1));

describe('the call for tenders 06-047C, played by four programs', () => {
  beforeAll(() => playMarket(folder, () => {}), 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('asks for 53 lots', () => {
    expect(message('M10-06-047C.xml', 'M10').lots.map(({ id }) => id)).toEqual(
      Array.from({ length: 53 }, (_unused, index) => String(index + 1)),
    );
  });

  it('awards each lot once, and tells each holder of his own lots only', () => {
    const told = suppliers.map((name) => message(`M30-${name}.xml`, 'M30').lots.map(({ id }) => Number(id)));
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_unused, at) => from + at);
    expect(told).toEqual([[...range(26, 37), ...range(39, 53)], range(1, 15), [...range(16, 25), 38]]);
    expect(records('T').map(([lot]) => Number(lot))).toEqual(range(1, 53));
  });

  it('brings every price from the supplier’s own file into the buyer’s, typed by nobody on the way', () => {
    const taken = (supplier: string) =>
      new Map(
        records('O').flatMap(([lot, article, name, , cents]) =>
          name === supplier ? [[`${Number(lot)}/${article}`, Number(cents)]] : [],
        ),
      );
    const marketis: { postes: { poste: string; prixDixMilliemes: number }[] } = JSON.parse(
      text('richer/06-047C.marketis.json'),
    );
    expect(taken('Richer')).toEqual(
      new Map(marketis.postes.map(({ poste, prixDixMilliemes }) => [poste, prixDixMilliemes / 100])),
    );
    const ownLines = text('bioortho/06-047C.txt').split('\r\n');
    expect(taken('BioOrtho')).toEqual(
      new Map(
        ownLines.map((line) => [
          `${Number(line.slice(0, 3))}/${line.slice(3, 7)}`,
          Number(line.slice(19, 28)),
        ]),
      ),
    );
    expect(taken('Tranier').size).toBeGreaterThan(50);
  });

  it('acknowledges each notification, by its name', () => {
    const expected = suppliers.map((name) => [name, message(`M30-${name}.xml`, 'M30').header.messageId]);
    expect(records('R').map(([name, id]) => [name, id])).toEqual(expected);
  });

  it('has a message checked as it was certified', async () => {
    const [needs, name] = [join(folder, 'messages/M10-06-047C.xml'), 'M20-Richer.xml'];
    const sent = join(folder, 'brouillons', name);
    const found = JSON.parse(await mio(['check', sent, '--demo', '--need', needs, '--format', 'json']));
    const { startedAt, durationMs } = found;
    expect(found).toEqual({ ...JSON.parse(text(`rapports/${name}.json`)), startedAt, durationMs });
  });

  it('lets no message go uncontrolled or unverified', () => {
    const sent = readdirSync(join(folder, 'messages'));
    expect(sent).toHaveLength(10);
    for (const name of sent) {
      expect(readMessage(readFileSync(join(folder, 'messages', name))).findings).toEqual([]);
      expect(JSON.parse(text(`rapports/${name}.json`))).not.toMatchObject({ verdict: 'KO' });
    }
    const verified = readdirSync(join(folder, 'verifications'));
    expect(verified.map((name) => JSON.parse(text(`verifications/${name}`)))).toEqual(
      verified.map(() => expect.objectContaining({ verdict: 'INTACT' })),
    );
    // The needs thrice, three offers, three notifications, three acknowledgements.
    expect(verified).toHaveLength(12);
  });
});
