import { writeMessage } from '@liaison/mio';
import { openController } from '@liaison/mio-sdk';
import { describe, expect, it } from 'vitest';
import { Chance } from './chance.ts';
import { faults, hostileFaults } from './faults.ts';
import { identity } from './identity.ts';
import { drawMarket } from './market/market.ts';

const controller = openController({ identity, isDemo: true });
const day = 24 * 60 * 60 * 1000;
const markets = Array.from({ length: 8 }, (_unused, rank) =>
  drawMarket(`graine-${rank}`, 'faults', new Date(Date.UTC(2026, 11, 1) + rank * 47 * day)),
);

describe('markets drawn from seeds', () => {
  it('conform, each message of them, whatever the season', () => {
    for (const { needs, amendment, offer, award } of markets)
      for (const message of [needs, amendment, offer, award]) {
        const beside = message.type === 'M20' ? { needs: Buffer.from(writeMessage(needs)) } : {};
        const { verdict, findings } = controller.control(Buffer.from(writeMessage(message)), beside);
        expect(findings.map(({ code }) => `${message.type} ${code}`)).toEqual([]);
        expect(verdict).toBe('OK');
      }
  });

  it('are others for another seed, and the same for the same', () => {
    const again = drawMarket('graine-0', 'faults', new Date(Date.UTC(2026, 11, 1)));
    expect(again).toEqual(markets[0]);
    expect(new Set(markets.map(({ needs }) => needs.consultation.id)).size).toBe(markets.length);
  });
});

it.each([...faults, ...hostileFaults])(
  'the fault $code is found in every offer that it is put into',
  ({ code, make }) => {
    for (const { needs, offer } of markets) {
      const report = controller.control(make(offer, new Chance('graine', offer.header.messageId)), {
        needs: Buffer.from(writeMessage(needs)),
      });
      expect(report.verdict).toBe('KO');
      expect(report.findings.map((finding) => finding.code)).toContain(code);
    }
  },
);

it('the faults lie elsewhere, or are others, for another seed', () => {
  const [{ offer } = drawMarket('graine', 'faults', new Date(0))] = markets;
  const madeOf = (make: (typeof faults)[number]['make']) =>
    new Set(
      markets.map((_market, rank) =>
        Buffer.from(make(offer, new Chance(`${rank}`, 'fault'))).toString('hex'),
      ),
    );
  const alike = faults.filter(({ make }) => madeOf(make).size < 2).map(({ code }) => code);
  expect(alike).toEqual([]);
});
