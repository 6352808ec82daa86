import { describe, expect, it } from 'vitest';
import { type ControlContext, makeController } from './controller.ts';
import {
  fictiveNomenclatures,
  makeAcknowledgement,
  makeAward,
  makeBundle,
  makeCatalogue,
  makeCommitment,
  makeNeeds,
  makeNoAward,
  makeOffer,
  makeQuestion,
  makeRejection,
} from './testing.ts';
import { findIn, knowing, misses, spoilt } from './testing-plant.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';
import { type Message, writeMessage } from '@liaison/mio';

const needs = makeNeeds({ lots: 4, linesPerLot: 2 });
Object.assign(needs.consultation, { criteria: [{ id: 'C1', name: 'Prix', weight: '60' }] });
const offer = makeOffer(needs, '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8');
offer.lots.splice(3);
const award = makeAward(offer, ['1', '2']);
for (const lot of award.lots)
  Object.assign(lot, { contractId: `M-${lot.id}`, from: '2027-03-01', until: '2028-02-28' });
const rejection = makeRejection(offer, ['3']);
const noAward = makeNoAward(needs, ['4']);
const commitment = makeCommitment(award);
const catalogue = makeCatalogue(award);
const acknowledgement = makeAcknowledgement(award);
const bundle = makeBundle();
const question = makeQuestion(needs);

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});
const controlled = (message: Message, context: ControlContext) =>
  controller.control(Buffer.from(writeMessage(message)), context).findings;

const toOffer = knowing({ needs, answered: offer, decisions: [award, noAward] });
const toAward = knowing({ needs, answered: award });

describe('an award against needs and offer', () => {
  const context = { ...knowing({ needs, answered: offer }), offer };
  it('holds lots and lines of the consultation, whole where they are indivisible', () => {
    expect(
      misses(award, context, [
        [
          'MIO-STR-025 Lot',
          ({ lots }) => void lots.push(structuredClone(lots[0] ?? { id: '', decidedOn: '2027-01-15' })),
        ],
        [
          ['MIO-MET-020 Total HT', 'MIO-CRO-034 Total HT'],
          ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00')),
        ],
        [['MIO-MET-020 Total HT', 'MIO-CRO-037 Lots attribués'], ({ lots: [lot] }) => void lot?.lines?.pop()],
        [
          ['MIO-CRO-037 Lots attribués', 'MIO-CRO-036 Ligne du besoin'],
          ({ lots: [lot] }) => {
            const [line] = lot?.lines ?? [];
            if (line) line.needLine = '9.9';
          },
        ],
        [['MIO-CRO-030 Lot', 'MIO-CRO-036 Lot'], ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
      ]),
    ).toEqual([]);
  });

  it('is held against the offer that it replies to, where none is given as the one retained', () => {
    const beside = knowing({ needs, answered: offer });
    expect(
      misses(award, beside, [
        [['MIO-CRO-030 Lot', 'MIO-CRO-036 Lot'], ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
        [
          ['MIO-MET-020 Total HT', 'MIO-CRO-034 Total HT'],
          ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00')),
        ],
        ['MIO-CRO-033 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
      ]),
    ).toEqual([]);
    const other = spoilt(award, ({ lots: [lot] }) => {
      const [line] = lot?.lines ?? [];
      if (line?.price) line.price.unitPrice = '1.000001';
      if (lot?.lines?.[1]) lot.lines[1].id = 'O-9.9';
    });
    expect(findIn(other, beside)).toEqual(
      expect.arrayContaining(['MIO-CRO-032 Prix unitaire HT', 'MIO-CRO-031 N° de ligne d’offre']),
    );
  });

  it('is decided after the deadline, while the offer is valid', () => {
    expect(
      misses(award, context, [
        ['MIO-CRO-038 Décidé le', ({ lots: [lot] }) => void (lot && (lot.decidedOn = '2026-12-30'))],
        [
          'MIO-MET-085 Signature à partir du',
          ({ lots: [lot] }) => void (lot && (lot.notBefore = '2027-01-14')),
        ],
        ['MIO-MET-086 Fin d’exécution', ({ lots: [lot] }) => void (lot && (lot.until = '2027-02-28'))],
        ['MIO-CRO-039 Créé le', ({ header }) => void (header.createdAt = '2027-07-01T09:00:00Z')],
      ]),
    ).toEqual([]);
  });

  it('goes to no more holders than planned, for lines that were offered', () => {
    const ranked = structuredClone(needs);
    ranked.consultation.maximumAwardees = 1;
    const holders = [1, 2].map((rank) => ({ rank, party: { name: `Rang ${rank}` } }));
    expect(
      misses(award, { ...knowing({ needs: ranked }), offer }, [
        ['MIO-CRO-049 Rangs', ({ lots: [lot] }) => Object.assign(lot ?? {}, { holders })],
        ['MIO-CRO-047 SIRET', ({ buyer }) => void (buyer.siret = '55210055400013')],
      ]),
    ).toEqual([]);
    const dropped = spoilt(award, ({ lots: [lot] }) => {
      const [line] = lot?.lines ?? [];
      if (line) line.status = 'SANS-OFFRE';
    });
    expect(findIn(dropped, context)).toContain('MIO-CRO-035 Offre ou sans offre');
  });

  it('waits for the standstill of the installation', () => {
    const paper = makeController({
      identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
      nomenclatures: openNomenclatures([]),
      standstillDays: 16,
    });
    const { findings } = paper.control(Buffer.from(writeMessage(award)));
    const warned = findings
      .filter(({ code }) => code === 'MIO-MET-070')
      .map(({ message }) => message.fr.replaceAll(/\s/g, ' '));
    expect(warned).toEqual(
      Array.from(
        { length: 2 },
        () => 'La signature est permise 11 jours après la décision : le délai de suspension est de 16 jours.',
      ),
    );
  });
});

describe('a rejection', () => {
  it('is of lots that were offered and not awarded, to who offered them', () => {
    expect(
      misses(rejection, toOffer, [
        ['MIO-STR-026 Lot', ({ lots }) => void lots.push(...structuredClone(lots))],
        [
          ['MIO-CRO-073 Lots non retenus', 'MIO-CRO-070 Lot'],
          ({ lots: [lot] }) => void (lot && (lot.variant = 'V1')),
        ],
        ['MIO-CRO-071 SIRET', ({ tenderer }) => void (tenderer.siret = '26060000000012')],
        [
          'MIO-CRO-072 Lot',
          ({ lots }) => void lots.push({ id: '1', decidedOn: '2027-01-15', reasons: 'Prix.' }),
        ],
        [
          'MIO-CRO-074 Critère noté',
          ({ lots: [lot] }) => void (lot && (lot.scores = [{ criterion: 'C9', score: '12' }])),
        ],
        [
          ['MIO-CRO-073 Lots non retenus', 'MIO-CRO-072 Lot'],
          ({ lots: [lot] }) => void (lot && (lot.id = '2')),
        ],
      ]),
    ).toEqual([]);
  });

  it('tells candidates apart by their VAT numbers where they have no SIRET', () => {
    const foreign = (vatNumber: string) => ({ name: 'Ortopedia', vatNumber });
    const lost = spoilt(rejection, (copy) => void (copy.tenderer = foreign('ES12345678')));
    const wonBy = (vatNumber: string) =>
      findIn(lost, {
        decisions: [{ ...makeAward(offer, ['3']), holder: foreign(vatNumber) }],
      });
    expect(wonBy('IT87654321098')).not.toContain('MIO-CRO-072 Lot');
    expect(wonBy('ES12345678')).toContain('MIO-CRO-072 Lot');
    const nameless = { decisions: [{ ...makeAward(offer, ['3']), holder: { name: 'Prótesis' } }] };
    const unknown = spoilt(rejection, (copy) => void (copy.tenderer = { name: 'Ortopedia' }));
    expect(findIn(unknown, nameless)).not.toContain('MIO-CRO-072 Lot');
  });

  it('says why, when one may sign, how to appeal, and no price of the winner', () => {
    expect(
      misses(rejection, toOffer, [
        [
          'MIO-MET-087 Signature à partir du',
          ({ lots: [lot] }) => void (lot && (lot.notBefore = '2027-01-25')),
        ],
        ['MIO-MET-088 Rang de l’offre', ({ lots: [lot] }) => void (lot && (lot.rank = 1))],
        ['MIO-MET-089 ·', (copy) => void delete copy.appeal],
        ['MIO-MET-092 Attributaire', ({ lots: [lot] }) => void (lot && (lot.winners = [{ name: 'Richer' }]))],
        [
          'MIO-PLA-011 Caractéristiques et avantages de l’offre retenue',
          ({ lots: [lot] }) => void (lot && (lot.advantages = 'Moins chère : 12,50 € la tige.')),
        ],
      ]),
    ).toEqual([]);
  });
});

describe('lots without award', () => {
  it('are of the consultation, awarded to nobody, unsuccessful once offers are in', () => {
    expect(
      misses(noAward, knowing({ needs, decisions: [award] }), [
        ['MIO-STR-022 Lot', ({ lots }) => void lots.push(...structuredClone(lots))],
        ['MIO-CRO-075 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '9'))],
        ['MIO-CRO-076 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '1'))],
        ['MIO-CRO-077 Décidé le', ({ lots: [lot] }) => void (lot && (lot.decidedOn = '2026-12-30'))],
      ]),
    ).toEqual([]);
    const abandoned = spoilt(noAward, ({ lots: [lot] }) =>
      Object.assign(lot ?? {}, { decision: 'SANS-SUITE', decidedOn: '2026-12-30' }),
    );
    expect(findIn(abandoned, knowing({ needs }))).toEqual([]);
  });
});

describe('a commitment', () => {
  it('signs what was awarded, after the standstill, by a named document', () => {
    expect(
      misses(commitment, toAward, [
        ['MIO-CRO-080 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
        ['MIO-CRO-081 Lot', ({ lots: [lot] }) => void (lot && (lot.id = '3'))],
        ['MIO-CRO-082 N° de marché', ({ lots: [lot] }) => void (lot && (lot.contractId = 'M-9'))],
        ['MIO-CRO-082 Total HT', ({ lots: [lot] }) => void (lot?.totals && (lot.totals.total = '1.00'))],
        ['MIO-CRO-083 Signé le', ({ lots: [lot] }) => void (lot && (lot.signedOn = '2027-01-25'))],
        [
          ['MIO-MET-090 Signé le', 'MIO-CRO-083 Signé le'],
          ({ lots: [lot] }) => void (lot && (lot.signedOn = '2027-01-14')),
        ],
        ['MIO-MET-091 Pièces', (copy) => void delete copy.pieces],
        ['MIO-STR-022 Lot', ({ lots }) => void lots.push(...structuredClone(lots.slice(0, 1)))],
      ]),
    ).toEqual([]);
  });
});

describe('what is signed or sold', () => {
  it('is held letter by letter as a code, and by its value as an amount', () => {
    const awarded = spoilt(award, ({ lots: [lot] }) => {
      Object.assign(lot ?? {}, { contractId: '00123' });
      if (lot?.totals) lot.totals.total = '100000000.00';
    });
    const signed = (contractId: string, total: string) =>
      findIn(
        spoilt(commitment, ({ lots: [lot] }) => {
          Object.assign(lot ?? {}, { contractId });
          if (lot?.totals) lot.totals.total = total;
        }),
        knowing({ needs, answered: awarded }),
      ).filter((found) => found.startsWith('MIO-CRO-082'));
    expect(signed('00123', '100000000')).toEqual([]);
    expect(signed('123', '100000000.00')).toEqual(['MIO-CRO-082 N° de marché']);
    expect(signed('00123', '100000000.01')).toEqual(['MIO-CRO-082 Total HT']);
    const sold = (reference: string) =>
      findIn(
        spoilt(catalogue, ({ lines: [line] }) => void (line && (line.item.supplierReference = reference))),
        knowing({
          needs,
          answered: spoilt(award, ({ lots: [lot] }) => {
            const [line] = lot?.lines ?? [];
            if (line?.item) line.item.supplierReference = '00042';
          }),
        }),
      );
    expect(sold('00042')).not.toContain('MIO-CRO-092 Référence fournisseur');
    expect(sold('42')).toContain('MIO-CRO-092 Référence fournisseur');
  });
});

describe('an execution catalogue', () => {
  it('sells what was awarded, at its price, while the contract runs', () => {
    expect(
      misses(catalogue, toAward, [
        ['MIO-CRO-090 SIRET', ({ holder }) => void (holder.siret = '26060000000012')],
        [
          ['MIO-CRO-093 Articles', 'MIO-CRO-091 Articles'],
          ({ lines: [line] }) => void (line && (line.needLine = '9.9')),
        ],
        [
          'MIO-CRO-092 Prix unitaire HT',
          ({ lines: [line] }) => void (line && (line.price.unitPrice = '9.99')),
        ],
        ['MIO-CRO-092 TVA', ({ lines: [line] }) => void (line && (line.item.vatRate = '20'))],
        ['MIO-CRO-092 GTIN', ({ lines: [line] }) => void (line && (line.item.gtin = '03400930000014'))],
        ['MIO-CRO-093 Articles', ({ lines }) => void lines.pop()],
        ['MIO-CRO-094 Valable du', (copy) => void (copy.from = '2027-02-28')],
        ['MIO-CRO-094 Valable jusqu’au', (copy) => void (copy.until = '2028-03-01')],
        ['MIO-MET-106 Valable jusqu’au', (copy) => void (copy.until = '2027-02-28')],
        [
          'MIO-STR-024 N° d’article',
          ({ lines: [first, second] }) => void (second && (second.id = first?.id ?? '')),
        ],
      ]),
    ).toEqual([]);
  });
});

describe('a place', () => {
  it('in a catalogue and in a question is told by its lot and its line', () => {
    const locate = (message: Message, context: ControlContext) =>
      controlled(message, context).map(({ code, location: { lot, ligne } }) => [code, lot, ligne]);
    const wrong = spoilt(
      catalogue,
      ({ lines: [, , line] }) => void (line && (line.item.udiDi = '04006381333932')),
    );
    expect(locate(wrong, toAward)).toEqual([['MIO-NOM-008', '2', '2.1']]);
    const dear = writeMessage(wrong).replaceAll(/(PriceAmount[^>]*>)[^<]*/g, '$1dix');
    expect(
      controller
        .control(Buffer.from(dear))
        .findings.filter(({ layer }) => layer === 'XSD')
        .map(({ location: { lot, ligne } }) => `${lot} ${ligne}`),
    ).toContain('2 2.2');
    const asked = spoilt(question, (copy) => void (copy.subjects = [{ lot: '1', line: '2.1' }]));
    expect(locate(asked, knowing({ needs }))).toEqual([['MIO-CRO-050', '1', '2.1']]);
  });
});

describe('an acknowledgement', () => {
  it('says why a message is not taken, and only then', () => {
    expect(
      misses(acknowledgement, toAward, [
        ['MIO-MET-093 Motifs', (copy) => void (copy.response = 'RE')],
        ['MIO-MET-093 Motifs', (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'BW' }] })],
        ['MIO-MET-094 Motifs', (copy) => void (copy.reasons = [{ code: 'DUP' }])],
        ['MIO-MET-095 Suite donnée', (copy) => void (copy.response = 'CA')],
        [
          'MIO-MET-096 Résultat de contrôle',
          (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'BV' }] }),
        ],
        [
          'MIO-CRO-042 Empreinte',
          ({ header }) => void (header.inReplyTo && (header.inReplyTo.sha256 = '0'.repeat(64))),
        ],
      ]),
    ).toEqual([]);
  });
});

describe('an update', () => {
  it('goes forward, keeps to its folder and to its dates', () => {
    expect(
      misses(bundle, {}, [
        ['MIO-MET-100 Version du lot', (copy) => void (copy.version = 11)],
        ['MIO-MET-101 Empreinte précédente', (copy) => void delete copy.previousSha256],
        ['MIO-MET-102 En vigueur jusqu’au', (copy) => void (copy.effectiveTo = '2026-12-14')],
        ['MIO-MET-103 À renouveler avant', (copy) => void (copy.expiresAt = copy.publishedAt)],
        ['MIO-MET-104 En vigueur du', (copy) => void (copy.effectiveFrom = '2026-11-30')],
        ['MIO-MET-105 Publié le', (copy) => void (copy.publishedAt = '2026-12-01T08:00:02Z')],
        [
          'MIO-STR-023 Chemin',
          ({ files: [first, second] }) => void (second && (second.path = first?.path ?? '')),
        ],
      ]),
    ).toEqual([]);
    for (const path of ['../x', 'a/../b', '/etc/x', 'C:\\x', 'a//b', './a', 'a:b'])
      expect([
        path,
        ...findIn(spoilt(bundle, ({ files: [file] }) => void (file && (file.path = path)))),
      ]).toEqual([path, 'MIO-SEC-010 Chemin']);
  });
});
