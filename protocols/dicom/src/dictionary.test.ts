import { existsSync, globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { findKeyword, formatTag, implicitVrOf, isVr, tagOf } from './dictionary.ts';
import { formatAttributes, pickAttributes } from './generate-attributes.ts';
import { attributes } from './generated/attributes.ts';

describe('the dictionary', () => {
  it('says the tag, keyword and VR of an attribute', () => {
    expect(tagOf('StudyInstanceUID')).toBe(0x0020000d);
    expect(findKeyword(0x00100010)).toBe('PatientName');
    expect(implicitVrOf(0x00080018, false)).toBe('UI');
    expect(formatTag(tagOf('PixelData'))).toBe('(7FE0,0010)');
  });

  it('has known VRs only, in tag order, no tag or keyword twice', () => {
    expect(attributes.every(([, , vr]) => isVr(vr) || vr === 'xs')).toBe(true);
    expect(attributes.map(([tag]) => tag)).toEqual(attributes.map(([tag]) => tag).toSorted((a, b) => a - b));
    expect(new Set(attributes.map(([tag]) => tag)).size).toBe(attributes.length);
    expect(new Set(attributes.map(([, keyword]) => keyword)).size).toBe(attributes.length);
  });

  it.each([
    ['PixelPaddingValue of unsigned pixels', 0x00280120, false, 'US'],
    ['PixelPaddingValue of signed pixels', 0x00280120, true, 'SS'],
    ['a palette descriptor of signed pixels', 0x00281101, true, 'US'],
    ['a group length', 0x00080000, false, 'UL'],
    ['a private creator', 0x00090010, false, 'LO'],
    ['a private attribute', 0x00091001, false, 'UN'],
    ['overlay data of the third overlay', 0x60043000, false, 'OW'],
    ['an attribute that is not in the table', 0x00189999, false, 'UN'],
  ] as const)('gives %s its VR where the encoding does not', (_name, tag, signed, vr) => {
    expect(implicitVrOf(tag, signed)).toBe(vr);
  });

  it('is what its generator makes of the dictionary of another toolkit', () => {
    const [file] = globSync('/usr/share/{libdcmtk*,dcmtk*}/dicom.dic');
    if (file === undefined || !existsSync(file)) {
      console.warn('no dcmtk dictionary on this machine: the attribute table was not held against it');
      return;
    }
    const wanted = new Set<string>(attributes.map(([, keyword]) => keyword));
    const made = formatAttributes(pickAttributes(readFileSync(file, 'latin1'), wanted));
    expect(made).toBe(readFileSync(new URL('generated/attributes.ts', import.meta.url), 'utf8'));
  });
});
