import { writeMessage } from '@liaison/mio';
import { arbitraryMessage } from '@liaison/mio/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeController, readNeed } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { renderHtml } from './render/render-html.ts';
import { fictiveNomenclatures, makeNeeds, makeOffer } from './testing.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
  now: () => new Date('2026-12-01T10:00:00Z'),
  maximumFindings: 50,
});
const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const right = Buffer.from(writeMessage(makeOffer(needs)));

/** Bytes of a right offer, some of which are changed, taken out or repeated. */
const spoilt = fc
  .array(fc.record({ at: fc.nat(right.length - 1), byte: fc.nat(255), cut: fc.nat(40) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((changes) => {
    let bytes = Buffer.from(right);
    for (const { at, byte, cut } of changes) {
      const place = at % bytes.length;
      if (cut === 0) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + byte)]);
      else if (cut === 1) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place >> 1)]);
      else bytes[place] = byte;
    }
    return bytes;
  });

describe('whatever comes in', () => {
  it('gives a report, and the same one again but for the clock', () => {
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const { durationMs: _, ...report } = controller.control(bytes);
        const { durationMs: __, ...again } = controller.control(bytes);
        expect(again).toEqual(report);
        expect(report.counts.total).toBeGreaterThanOrEqual(report.findings.length);
        expect(renderHtml({ ...report, durationMs: 0 })).toContain('</html>');
      }),
      { seed: 11, numRuns: 120 },
    );
  });

  it('gives no blocking finding, nor any of form, on a message that the standard allows', () => {
    const form = new Set(['ENVELOPPE', 'SECURITE', 'XML', 'XSD']);
    const check = (message: Parameters<typeof writeMessage>[0]) => {
      const { findings } = controller.control(Buffer.from(writeMessage(message)));
      expect(findings.filter(({ layer, severity }) => severity === 'BLOQUANT' || form.has(layer))).toEqual(
        [],
      );
    };
    fc.assert(fc.property(arbitraryMessage('M10'), check), { seed: 3, numRuns: 30 });
    fc.assert(fc.property(arbitraryMessage('M20'), check), { seed: 3, numRuns: 30 });
  });

  it('tells of the longest names that XML takes by their ends, for the whole would cost their square', () => {
    // The last letter is one of a name, and none that the expression knows: it would try again from every letter before.
    for (const name of ['a'.repeat(49_000), `${'a'.repeat(49_000)}é`]) {
      const hostile = String(right).replace('<cac:', `<${name}/><cac:`);
      const { findings } = controller.control(Buffer.from(hostile));
      const unknown = findings.filter(({ code }) => code === 'MIO-XSD-001');
      expect(unknown.length).toBeGreaterThan(0);
      expect(unknown.filter(({ message }) => message.fr.length > 2500)).toEqual([]);
    }
  });

  it('never makes a rule throw on an offer that has nothing to do with the needs', () => {
    fc.assert(
      fc.property(arbitraryMessage('M10'), arbitraryMessage('M20'), (asked, offered) => {
        const need = readNeed(Buffer.from(writeMessage(asked)));
        const report = controller.control(
          Buffer.from(writeMessage(offered)),
          need ? { need, isProduction: true } : {},
        );
        expect(report.verdict).toBe('KO');
      }),
      { seed: 5, numRuns: 30 },
    );
  });
});
