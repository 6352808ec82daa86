import { type CallForTenders, type OfferLine, type Tender, writeMessage } from '@liaison/mio';
import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController, readNeed } from './controller.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { fictiveCodes, fictiveNomenclatures, makeNeeds, makeOffer } from './testing.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});
const right = makeNeeds({ lots: 1, linesPerLot: 6 });
const need = readNeed(Buffer.from(writeMessage(right)));

function found(message: CallForTenders | Tender, context: ControlContext = {}): unknown[][] {
  return controller
    .control(Buffer.from(writeMessage(message)), context)
    .findings.map(({ code, location, message }) => [code, location.ligne, location.champ, message.fr]);
}

/** Codes and fields of the findings at the first line, once it is spoilt. */
function inLine(
  spoil: (line: OfferLine, offer: Tender) => void,
  context: ControlContext = need ? { need } : {},
): unknown[][] {
  const offer = makeOffer(right);
  const line = offer.lots[0]?.lines?.[0];
  if (line) spoil(line, offer);
  return found(offer, context).flatMap(([code, ligne, champ]) => (ligne === '1.1' ? [[code, champ]] : []));
}

/** Gives the line another price, and all that follows from it. */
function price(line: OfferLine, unitPrice: string): void {
  line.price = { unitPrice, unit: 'H87' };
  line.total = ((Math.round(Number(unitPrice) * 100) * Number(line.quantity)) / 100).toFixed(2);
  delete line.totalWithVat;
  delete line.orderUnitPrice;
  delete line.tiers;
}

describe('what does not hold together on a line', () => {
  it('is found in tiers and packages', () => {
    expect(inLine((line) => void (line.tiers = line.tiers?.toReversed() ?? []))).toEqual([
      ['MIO-MET-040', 'À partir de'],
      ['MIO-MET-041', 'Prix du palier HT'],
    ]);
    expect(inLine((line) => void (line.tiers = [{ from: '10', unitPrice: '99' }]))).toEqual([
      ['MIO-MET-041', 'Prix du palier HT'],
    ]);
    expect(
      inLine((line) => {
        if (line.price)
          line.price.packaging = [
            { level: 'UNITE', content: '10' },
            { level: 'BOITE', content: '25' },
          ];
      }),
    ).toEqual([['MIO-MET-042', 'Contenance du niveau']]);
    expect(inLine((line) => void (line.minimumOrder = '15'))).toEqual([
      ['MIO-MET-044', 'Minimum de commande'],
    ]);
  });

  it('is found in a VAT rate that is not that of the product, and that not of the region', () => {
    const rate = (vatRate: '20' | '8.5') =>
      inLine((line) => {
        if (line.item) line.item.vatRate = vatRate;
        delete line.totalWithVat;
      });
    expect(rate('20')).toEqual([['MIO-MET-050', 'TVA']]);
    expect(rate('8.5')).toEqual([]);
    expect(
      inLine((line, { buyer }) => {
        if (line.item) line.item.vatRate = '8.5';
        delete line.totalWithVat;
        buyer.address = { postalCode: '35000' };
      }),
    ).toEqual([['MIO-MET-052', 'TVA']]);
    expect(
      inLine((line) => {
        line.item = { name: 'x', supplierReference: 'y', vatRate: '20', atc: fictiveCodes.atc };
        delete line.totalWithVat;
      }).filter(([code]) => code === 'MIO-MET-051'),
    ).toEqual([['MIO-MET-051', 'TVA']]);
  });

  it('is found in a tariff that is not that of the list', () => {
    expect(
      inLine((line) => {
        if (line.item) line.item.lpprTariff = '181.00';
      }),
    ).toEqual([['MIO-MET-053', 'Tarif LPPR']]);
  });

  it('is found in the base of a rate of the lot', () => {
    const offer = makeOffer(right);
    const [rate] = offer.lots[0]?.vat?.rates ?? [];
    if (rate) rate.rate = '20';
    const champs = found(offer).map(([code, , champ]) => `${String(code)} ${String(champ)}`);
    expect(champs.toSorted()).toEqual([
      'MIO-MET-023 TVA au taux',
      'MIO-MET-025 Base HT',
      'MIO-MET-025 TVA du lot',
    ]);
  });
});

describe('what is hardly likely', () => {
  const codes = (found: unknown[][]) => found.map(([code]) => String(code)).toSorted();

  it('is a price ten times the estimate, the last market or its neighbours', () => {
    expect(codes(inLine((line) => price(line, '530.00')))).toEqual([
      'MIO-PLA-001',
      'MIO-PLA-003',
      'MIO-PLA-010',
    ]);
    expect(codes(inLine((line) => price(line, '5.30')))).toEqual(['MIO-PLA-001', 'MIO-PLA-010']);
    expect(codes(inLine((line) => price(line, '53.00'), { lastPrices: new Map([['1.1', '5.28']]) }))).toEqual(
      ['MIO-PLA-002'],
    );
  });

  it('is a price far below the estimate, above the list price or above the tariff', () => {
    expect(codes(inLine((line) => price(line, '12.00')))).toEqual(['MIO-PLA-004']);
    expect(codes(inLine((line) => void (line.listPrice = '40.00')))).toEqual(['MIO-PLA-005']);
    expect(
      codes(
        inLine((line) => {
          if (line.item) line.item.lpprTariff = '30.00';
        }),
      ),
    ).toEqual(['MIO-MET-053', 'MIO-PLA-006']);
  });

  it('reads as a sentence', () => {
    const offer = makeOffer(right);
    const line = offer.lots[0]?.lines?.[0];
    if (line) price(line, '530.00');
    const sentences = found(offer, need ? { need } : {}).map(([, , , text]) => text);
    expect(sentences).toContain('Le prix unitaire est environ 10\u00a0fois l’estimation de l’acheteur.');
  });
});

describe('dates of a consultation', () => {
  const inNeeds = (spoil: (needs: CallForTenders) => void) => {
    const needs = structuredClone(right);
    spoil(needs);
    return found(needs).map(([code, , champ]) => [code, champ]);
  };

  it('follow one another, leave time, and are those of Paris', () => {
    expect(inNeeds(({ consultation }) => void (consultation.deadline = '2026-11-01T12:00:00+01:00'))).toEqual(
      [
        ['MIO-MET-060', 'Date limite de remise des offres'],
        ['MIO-MET-062', 'Date limite de remise des offres'],
      ],
    );
    expect(inNeeds(({ consultation }) => void (consultation.deadline = '2026-12-31T12:00:00+02:00'))).toEqual(
      [['MIO-MET-061', 'Date limite de remise des offres']],
    );
    expect(inNeeds(({ consultation }) => void (consultation.deadline = '2027-07-01T12:00:00+02:00'))).toEqual(
      [],
    );
  });

  it('choose the code lists, which are told where the controller lacks them', () => {
    expect(
      inNeeds(({ header }) => void (header.nomenclatures = [{ id: 'LPPR', version: '1999-01' }])),
    ).toEqual([['MIO-NOM-013', 'Version de nomenclature']]);
    expect(
      inNeeds((needs) => {
        const item = needs.lots[0]?.lines?.[0]?.item;
        if (item) item.cladimed = 'P50GA01';
      }),
    ).toEqual([['MIO-NOM-012', 'CLADIMED']]);
  });

  it('say which lists the controller lacks, once each', () => {
    const bare = makeController({
      identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
      nomenclatures: openNomenclatures([]),
    });
    const { findings } = bare.control(Buffer.from(writeMessage(makeOffer(right))));
    expect(findings.map(({ message }) => message.fr)).toEqual(
      ['CLADIMED', 'LPPR'].map(
        (list) =>
          `Les codes ${list} n’ont pas été vérifiés\u00a0: le contrôleur n’a pas cette nomenclature au 01/12/2026.`,
      ),
    );
  });
});
