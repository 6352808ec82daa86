import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  gs1Key,
  hasGs1Key,
  isCip13,
  isFiness,
  isGtin,
  isLei,
  isSiret,
  isUcd13,
  isUdiDi,
  isVatNumber,
} from './check-digits.ts';

describe('check digits', () => {
  it('knows UCD13 codes, and that they are no CIP13', () => {
    expect(['3400892065366', '3400893736135'].map(isUcd13)).toEqual([true, true]);
    expect(isUcd13('3400892065367')).toBe(false);
    expect(isCip13('3400892065366')).toBe(false);
    expect(isCip13(`340093000000${gs1Key('340093000000')}`)).toBe(true);
  });

  it('knows GTIN of every length, and none of a length between', () => {
    expect(['4006381333931', '04006381333931', '96385074', '036000291452'].map(isGtin)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isGtin('400638133393')).toBe(false);
    expect(isGtin('4.00638E+12')).toBe(false);
  });

  it('knows SIRET, and those of La Poste, which have a rule of their own', () => {
    expect(isSiret('73282932000074')).toBe(true);
    expect(isSiret('73282932000075')).toBe(false);
    expect(isSiret('35600000049837')).toBe(true);
    expect(isSiret('7328293200007')).toBe(false);
  });

  it('knows FINESS of the mainland and of Corsica', () => {
    expect(['2A0000014', '2B0000012'].map(isFiness)).toEqual([true, true]);
    expect(isFiness('2A0000015')).toBe(false);
    expect(isFiness('2C0000014')).toBe(false);
  });

  it('knows LEI and French VAT numbers, and lets foreign ones pass', () => {
    expect(isLei('529900T8BM49AURSDO55')).toBe(true);
    expect(isLei('529900T8BM49AURSDO56')).toBe(false);
    expect(isVatNumber('FR44732829320')).toBe(true);
    expect(isVatNumber('FR45732829320')).toBe(false);
    expect(isVatNumber('DE136695976')).toBe(true);
  });

  it('knows UDI-DI of every issuing entity: GS1, HIBCC, IFA by their keys, ICCBBA by its form', () => {
    const right = [
      '04006381333931',
      '4006381333931',
      '+A123BJC5D6E71G',
      'A123BJC5D6E71',
      '110375286414',
      'A9999XYZ100T0944',
    ];
    expect(right.filter((code) => !isUdiDi(code))).toEqual([]);
    const wrong = [
      '04006381333932',
      '+A123BJC5D6E71H',
      '+A123BJC5D6E70G',
      '+a123bjc5d6e71g',
      '110375286415',
      '4006381333931000',
      'A123-BJC5D6E7/1',
      '%%%%%%%%',
    ];
    expect(wrong.filter(isUdiDi)).toEqual([]);
  });

  it('finds every wrong digit of a code under a GS1 key', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 13 });
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const code = body.join('') + gs1Key(body.join(''));
        const place = at % code.length;
        const wrong = (Number(code[place]) + shift) % 10;
        expect(hasGs1Key(code)).toBe(true);
        expect(hasGs1Key(code.slice(0, place) + String(wrong) + code.slice(place + 1))).toBe(false);
      }),
      { seed: 7 },
    );
  });
});
