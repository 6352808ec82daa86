import { readFileSync } from 'node:fs';
import { type AwardNotification, type CallForTenders, type Tender } from '@liaison/mio';
import { makeAward, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { arbitraryMessage } from '@liaison/mio/testing';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseComplement } from './complement.ts';
import { words } from './contract.ts';
import { essentialData, type EssentialDataSources } from './essential-data.ts';

const official: unknown = JSON.parse(
  readFileSync(new URL('schema/schema_decp_v2.0.3.json', import.meta.url), 'utf8'),
);
const validate = new Ajv({ strict: false }).compile(Object(official));

const full = {
  commun: {
    marcheInnovant: false,
    ccag: 'Fournitures courantes et services',
    attributionAvance: false,
    formePrix: 'Unitaire',
    typesPrix: ['Définitif révisable'],
    considerationsSociales: ['Pas de considération sociale'],
    considerationsEnvironnementales: ['Critère environnemental'],
    origineUE: 0.8,
    origineFrance: 0.2,
  },
  lots: { '1': { offresRecues: 3, id: '2027-047-01' }, '2': { offresRecues: 2, id: '2027-047-02' } },
};

function market(): { call: CallForTenders; offer: Tender; award: AwardNotification } {
  const call = makeNeeds({ lots: 3, linesPerLot: 2 });
  Object.assign(call.consultation, {
    cpv: '33183100',
    months: 12,
    renewals: 3,
    renewalMonths: 12,
    contractForm: 'BC',
  });
  call.buyer.party.address = { postalCode: '06000', city: 'Nice' };
  const offer = makeOffer(call);
  return { call, offer, award: makeAward(offer, ['1', '2']) };
}

function read(complement: unknown): NonNullable<EssentialDataSources['complement']> {
  const parsed = parseComplement(complement);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.complement;
}

function publish(complement: unknown, messages = market()): ReturnType<typeof essentialData> {
  return essentialData({ ...messages, complement: read(complement), publishedOn: '2027-03-01' });
}

function contracts(made: ReturnType<typeof essentialData>): Record<string, unknown>[] {
  if ('faults' in made) throw new Error(JSON.stringify(made.faults));
  const file: { marches: { marche: Record<string, unknown>[] } } = JSON.parse(made.json);
  expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
  return file.marches.marche;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

describe('essential data', () => {
  it('are valid against the schema of the State, one contract a lot', () => {
    const [first, second, ...more] = contracts(publish(full));
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      id: '2027-047-01',
      acheteur: { id: '26060000000012' },
      objet: 'Prothèses articulaires et ciments orthopédiques – lot 1 : Lot 1',
      codeCPV: '33183100',
      techniques: { technique: ['Accord-cadre'] },
      modalitesExecution: { modaliteExecution: ['Bons de commande'] },
      procedure: "Appel d'offres ouvert",
      lieuExecution: { code: '06000', typeCode: 'Code postal' },
      dureeMois: 48,
      dateNotification: '2027-02-01',
      datePublicationDonnees: '2027-03-01',
      offresRecues: 3,
      sousTraitanceDeclaree: false,
      typeGroupementOperateurs: 'Pas de groupement',
      titulaires: [{ titulaire: { typeIdentifiant: 'SIRET', id: '55210055400013' } }],
    });
    expect(second).toMatchObject({ id: '2027-047-02', offresRecues: 2 });
  });

  it('give the maximum of a lot, else what was awarded over the whole duration', () => {
    const messages = market();
    const [lot, other] = messages.call.lots;
    if (lot) lot.maximumAmount = '575000.10';
    if (other) Object.assign(other, { months: 7 });
    const [first, second] = contracts(publish(full, messages));
    expect(first?.['montant']).toBe(575000.1);
    const yearly = Number(messages.award.lots[1]?.totals?.total);
    expect(second?.['montant']).toBeCloseTo((yearly * 7) / 12, 1);
    expect(second?.['dureeMois']).toBe(7);
  });

  it('count each lot of a contract over its own duration, as the buyer adds it', () => {
    const messages = market();
    const [first, second] = messages.award.lots.map((lot) => Object.assign(lot, { contractId: '2027-047' }));
    const yearly = [first, second].map((lot) => Number(lot?.totals?.total));
    const [one = 0, two = 0] = yearly;
    Object.assign(messages.call.lots[1] ?? {}, { months: 12 });
    const common = { ...full.commun, offresRecues: 4 };
    const [contract] = contracts(publish({ commun: common }, messages));
    expect(contract).toMatchObject({ dureeMois: 48, montant: cents(one * 4 + two) });
    const added = { commun: common, lots: { '1': { dureeMois: 24 }, '2': { dureeMois: 6 } } };
    const [said] = contracts(publish(added, messages));
    expect(said).toMatchObject({ dureeMois: 24, montant: cents(one * 2 + two / 2) });
    const forAll = { commun: { ...common, dureeMois: 36 } };
    expect(contracts(publish(forAll, messages))).toMatchObject([
      { dureeMois: 36, montant: cents(one * 3 + two * 3) },
    ]);
  });

  it('are not made of contracts that would share a number', () => {
    const made = publish({ commun: { ...full.commun, id: '2027-047', offresRecues: 2 } });
    const faults = 'faults' in made ? made.faults : [];
    expect(faults.map(({ marche, donnee }) => [marche, donnee])).toEqual([['2027-047', 'id']]);
    expect(faults[0]?.fr).toBe(
      '« id » : 2 marchés auraient ce numéro ; dans « lots », donnez à chaque marché son numéro, le même aux lots d’un même marché.',
    );
    // Which is what a contract of two lots wants whose award has no number.
    const lots = { '1': { id: '2027-047' }, '2': { id: '2027-047' } };
    expect(contracts(publish({ commun: { ...full.commun, offresRecues: 2 }, lots }))).toHaveLength(1);
  });

  it('are not made where the lots of one contract are said to differ', () => {
    const lots = (first: object, second: object) => ({
      commun: { ...full.commun, offresRecues: 2, id: '2027-047' },
      lots: { '1': { id: '2027-047', ...first }, '2': { id: '2027-047', ...second } },
    });
    const differing = { ccag: 'Travaux', offresRecues: 3, dureeMois: 12 };
    const made = publish(lots(differing, { ccag: 'Pas de CCAG', offresRecues: 4, dureeMois: 24 }));
    const faults = 'faults' in made ? made.faults : [];
    expect(faults.map(({ marche, donnee }) => [marche, donnee])).toEqual([
      ['2027-047', 'ccag'],
      ['2027-047', 'offresRecues'],
    ]);
    expect(faults[0]?.fr).toContain('« ccag » : les lots 1, 2 sont d’un même marché');
    const typesPrix = ['Définitif ferme', 'Définitif révisable'];
    const same = lots({ ...differing, typesPrix }, { ccag: 'Travaux', typesPrix: typesPrix.toReversed() });
    expect(contracts(publish(same))).toMatchObject([{ ccag: 'Travaux', offresRecues: 3 }]);
  });

  it('put lots of one contract number together, with every member of a group', () => {
    const messages = market();
    for (const lot of messages.award.lots) lot.contractId = '2027-047';
    messages.offer.coTenderers = [{ name: 'Ortho GmbH', vatNumber: 'DE123456789' }];
    messages.offer.subcontractors = [{ name: 'Stérilor' }];
    const common = { ...full.commun, offresRecues: 4, typeGroupementOperateurs: 'Solidaire' };
    const [contract, ...more] = contracts(publish({ commun: common }, messages));
    expect(more).toEqual([]);
    expect(contract).toMatchObject({
      id: '2027-047',
      typeGroupementOperateurs: 'Solidaire',
      sousTraitanceDeclaree: true,
      titulaires: [
        { titulaire: { typeIdentifiant: 'SIRET', id: '55210055400013' } },
        { titulaire: { typeIdentifiant: 'TVA', id: 'DE123456789' } },
      ],
    });
  });

  it('are not made while something is missing, and each missing datum is told once', () => {
    const made = publish({});
    const faults = 'faults' in made ? made.faults : [];
    expect(faults.filter(({ marche }) => marche === 'lot 1').map(({ fr }) => fr)).toEqual(
      [
        'id',
        'marcheInnovant',
        'ccag',
        'offresRecues',
        'attributionAvance',
        'typesPrix',
        'considerationsSociales',
        'considerationsEnvironnementales',
      ].map((donnee) => expect.stringContaining(`« ${donnee} »`)),
    );
    expect(publish({ ...full, commun: { ...full.commun, origineFrance: 0.9 } })).toMatchObject({
      faults: [{ donnee: 'origineFrance' }, { donnee: 'origineFrance' }],
    });
  });

  it('carry no price of a line, nor anything of those who lost', () => {
    const messages = market();
    const text = JSON.stringify(contracts(publish(full, messages)));
    for (const { lines = [] } of messages.offer.lots)
      for (const { price, item } of lines) {
        expect(text).not.toContain(price?.unitPrice);
        expect(text).not.toContain(item?.supplierReference);
      }
  });

  it('are valid or refused, whatever the messages hold', () => {
    const linked = fc.tuple(arbitraryMessage('M10'), arbitraryMessage('M30')).map(([call, award]) => {
      for (const [index, lot] of award.lots.entries())
        lot.id = call.lots[index % call.lots.length]?.id ?? lot.id;
      return { call, award };
    });
    let written = 0;
    fc.assert(
      fc.property(linked, fc.boolean(), (messages, isSaid) => {
        const said = {
          ...full.commun,
          offresRecues: 1,
          sousTraitanceDeclaree: true,
          dureeMois: 12,
          montant: 5e4,
        };
        const place = { lieuExecution: { code: '06', typeCode: 'Code département' }, codeCPV: '33183100' };
        const form = { techniques: ['Sans objet'], modalitesExecution: ['Sans objet'], id: 'M1' };
        const commun = { ...said, ...place, ...form, typeGroupementOperateurs: 'Conjoint' };
        const made = essentialData({
          ...messages,
          complement: read(isSaid ? { commun } : {}),
          publishedOn: '2027-03-01',
        });
        if ('json' in made) written += 1;
        expect('json' in made ? validate(JSON.parse(made.json)) : made.faults.length > 0).toBe(true);
      }),
      { seed: 9, numRuns: 60 },
    );
    expect(written).toBeGreaterThan(3);
  });
});

describe('what a buyer adds', () => {
  it('is refused datum by datum, in French', () => {
    const { faults } = {
      faults: [],
      ...parseComplement({
        commun: { ccag: 'Autre', offresRecues: 0, titulaires: [], marcheInnovant: 'non', id: 'x'.repeat(17) },
        lots: { '1': { dateNotification: '01/02/2027' } },
      }),
    };
    expect(faults.map(({ fr }) => fr)).toEqual([
      '« commun.id » : 16 caractères au plus.',
      '« commun.marcheInnovant » : ce n’est pas le genre de valeur attendu.',
      `« commun.ccag » : la valeur doit être l’une de : ${words.ccag.join(' ; ')}.`,
      '« commun.offresRecues » : la valeur doit être d’au moins 1.',
      '« commun.titulaires » : cette donnée n’est pas de celles que l’on complète.',
      '« lots.1.dateNotification » : la valeur n’a pas la forme attendue.',
    ]);
  });

  it('has the words of the format, and no other', () => {
    const text = JSON.stringify(official);
    for (const list of Object.values(words)) expect(text).toContain(`"enum":${JSON.stringify(list)}`);
  });
});
