import { writeMessage } from '@liaison/mio';
import { afterAll, describe, expect, it } from 'vitest';
import { makeController, readNeed } from '../controller.ts';
import { openNomenclatures } from '../nomenclature/open-nomenclatures.ts';
import { fictiveNomenclatures, makeNeeds, makeOffer } from '../testing.ts';
import { ControlPoolError, openControlPool } from './control-pool.ts';

const identity = { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' };
const pool = openControlPool({ identity, nomenclatures: fictiveNomenclatures() }, { threads: 2 });
afterAll(() => pool.close());

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const need = Buffer.from(writeMessage(needs));
const offers = Array.from({ length: 6 }, (_unused, rank) => {
  const offer = makeOffer(needs);
  const line = offer.lots[1]?.lines?.[rank % 2];
  if (line) line.quantity = String(1000 + rank);
  return Buffer.from(writeMessage(offer));
});

describe('a pool of threads', () => {
  it('gives to each offer the report that one controller gives', async () => {
    const reports = await Promise.all(offers.map((offer) => pool.control(offer, { need })));
    const index = readNeed(need);
    const controller = makeController({ identity, nomenclatures: openNomenclatures(fictiveNomenclatures()) });
    for (const [rank, report] of reports.entries()) {
      const alone = controller.control(offers[rank] ?? need, index ? { need: index } : {});
      expect(report.findings).toEqual(alone.findings);
      expect(report.reportId).toBe(alone.reportId);
      expect(report.findings.map(({ code }) => code)).toContain('MIO-CRO-021');
    }
  });

  it('holds an offer against the needs that go with it, not those of the one before', async () => {
    const [first] = offers;
    const others = Buffer.from(writeMessage(makeNeeds({ lots: 1, linesPerLot: 1 })));
    const reports = await Promise.all(
      [need, others, undefined, need].map((asked) =>
        pool.control(first ?? need, asked ? { need: asked } : {}),
      ),
    );
    const codes = reports.map(({ findings }) => findings.map(({ code }) => code));
    expect(codes[0]).toEqual(codes[3]);
    expect(codes[1]).toContain('MIO-CRO-010');
    expect(codes[2]).not.toContain('MIO-CRO-021');
  });

  it('gives up a control that takes too long, and goes on', async () => {
    const hasty = openControlPool({ identity, nomenclatures: [] }, { threads: 1, timeoutMs: 0 });
    await expect(hasty.control(need)).rejects.toThrow(ControlPoolError);
    await hasty.close();
    await expect(hasty.control(need)).rejects.toThrow('a pool that is closed');
  });
});
