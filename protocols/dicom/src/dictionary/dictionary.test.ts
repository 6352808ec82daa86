import { existsSync, globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { findAttribute, findKeyword, findTag, formatTag, implicitVrOf, tagOf } from './dictionary.ts';
import { formatDictionary, formatKeywords } from './generate-attributes.ts';
import { attributeLines } from '../generated/dictionary.js';

describe('the dictionary', () => {
  it('says the tag, keyword and VR of an attribute', () => {
    expect(tagOf('StudyInstanceUID')).toBe(0x0020000d);
    expect(findKeyword(0x00100010)).toBe('PatientName');
    expect(implicitVrOf(0x00080018, false)).toBe('UI');
    expect(formatTag(tagOf('PixelData'))).toBe('(7FE0,0010)');
  });

  it('knows every attribute of its table by tag and by keyword', () => {
    const lines = attributeLines.split('\n').slice(1, -1);
    expect(lines.length).toBeGreaterThan(4900);
    const tags = lines.map((line) => Number.parseInt(line.slice(0, 8), 16));
    expect(tags).toEqual(tags.toSorted((a, b) => a - b));
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) {
      const attribute = findAttribute(tag);
      expect(attribute?.vrs.length).toBeGreaterThan(0);
      expect(findTag(attribute?.keyword ?? '')).toBe(tag);
    }
  });

  it('says the VRs, multiplicity and state of an attribute', () => {
    expect(findAttribute(0x00280106)).toEqual({
      keyword: 'SmallestImagePixelValue',
      vrs: ['US', 'SS'],
      vm: '1',
      isRetired: false,
    });
    expect(findAttribute(0x00080001)).toMatchObject({ keyword: 'LengthToEnd', vrs: ['UL'], isRetired: true });
    expect(findAttribute(0x30060050)).toMatchObject({ vm: '3-3n' });
    expect(findAttribute(0x60020010)).toMatchObject({ keyword: 'OverlayRows' });
    expect(findAttribute(0x50043000)).toMatchObject({ keyword: 'CurveData', isRetired: true });
    expect(findAttribute(0x00203142)).toMatchObject({ keyword: 'SourceImageIDs' });
    expect(findTag('OverlayRows')).toBe(0x60000010);
    expect(findTag('PatientNam')).toBeUndefined();
    expect(findTag('1 PatientName')).toBeUndefined();
    expect(findAttribute(0x00091001)).toBeUndefined();
  });

  it.each([
    ['PixelPaddingValue of unsigned pixels', 0x00280120, false, 'US'],
    ['PixelPaddingValue of signed pixels', 0x00280120, true, 'SS'],
    ['a palette descriptor of signed pixels', 0x00281101, true, 'US'],
    ['a group length', 0x00080000, false, 'UL'],
    ['a private creator', 0x00090010, false, 'LO'],
    ['a private attribute', 0x00091001, false, 'UN'],
    ['overlay data of the third overlay', 0x60043000, false, 'OW'],
    ['the data of a lookup table', 0x00283006, false, 'OW'],
    ['an attribute that is not in the table', 0x00189998, false, 'UN'],
  ] as const)('gives %s its VR where the encoding does not', (_name, tag, signed, vr) => {
    expect(implicitVrOf(tag, signed)).toBe(vr);
  });

  it('is what its generator makes of the dictionary of another toolkit', () => {
    const [file] = globSync('/usr/share/{libdcmtk*,dcmtk*}/dicom.dic');
    if (file === undefined || !existsSync(file)) {
      console.warn('no dcmtk dictionary on this machine: the attribute table was not held against it');
      return;
    }
    const dictionary = readFileSync(file, 'latin1');
    const generated = (name: string) =>
      readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8');
    expect(formatDictionary(dictionary)).toBe(generated('dictionary.js'));
    expect(formatKeywords(dictionary)).toBe(generated('keywords.ts'));
  });
});
