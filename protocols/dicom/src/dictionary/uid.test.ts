import { describe, expect, it } from 'vitest';

import {
  describeTransferSyntax,
  findStorageSopClassKeyword,
  isStorageSopClass,
  isUid,
  listStorageSopClassUids,
  newUid,
  storageSopClassUid,
  storableTransferSyntaxes,
  transferSyntaxOf,
} from './uid.ts';

describe('UIDs', () => {
  it('makes fresh ones under 2.25 that the standard allows', () => {
    const made = Array.from({ length: 200 }, newUid);
    expect(made.every((uid) => isUid(uid) && uid.startsWith('2.25.'))).toBe(true);
    expect(new Set(made).size).toBe(200);
  });

  it.each(['1.2.840.10008.1.1', '2.25.0', '0.1'])('accepts %s', (uid) => {
    expect(isUid(uid)).toBe(true);
  });

  it.each(['', '1', '1.', '.1', '1..2', '1.02', '1.2 ', '1.a', `1.${'1'.repeat(63)}`])(
    'refuses "%s"',
    (uid) => {
      expect(isUid(uid)).toBe(false);
    },
  );
});

describe('storage SOP classes', () => {
  it('are each a UID, under one keyword', () => {
    const uids = listStorageSopClassUids();
    expect(uids.length).toBeGreaterThan(170);
    expect(uids.every(isUid)).toBe(true);
    expect(new Set(uids.map(findStorageSopClassKeyword)).size).toBe(uids.length);
  });

  it.each([
    ['CTImageStorage', '1.2.840.10008.5.1.4.1.1.2'],
    ['MRImageStorage', '1.2.840.10008.5.1.4.1.1.4'],
    ['EnhancedXAImageStorage', '1.2.840.10008.5.1.4.1.1.12.1.1'],
    ['KeyObjectSelectionDocumentStorage', '1.2.840.10008.5.1.4.1.1.88.59'],
    ['EncapsulatedPDFStorage', '1.2.840.10008.5.1.4.1.1.104.1'],
    ['TwelveLeadECGWaveformStorage', '1.2.840.10008.5.1.4.1.1.9.1.1'],
    ['UltrasoundMultiframeImageStorageRetired', '1.2.840.10008.5.1.4.1.1.3'],
    ['RTBeamsDeliveryInstructionStorage', '1.2.840.10008.5.1.4.34.7'],
  ] as const)('knows %s', (keyword, uid) => {
    expect(storageSopClassUid(keyword)).toBe(uid);
    expect(findStorageSopClassKeyword(uid)).toBe(keyword);
  });

  it.each(['1.2.840.10008.1.1', '1.2.840.10008.5.1.4.1.2.2.1', '1.2.840.10008.5.1.4.38.1', '1.2.3'])(
    'leaves out %s, which belongs to no study',
    (uid) => {
      expect(isStorageSopClass(uid)).toBe(false);
    },
  );
});

describe('transfer syntaxes', () => {
  it('have a French name each', () => {
    expect(describeTransferSyntax('1.2.840.10008.1.2.4.70')).toBe('JPEG sans perte (SV1)');
    expect(describeTransferSyntax('1.2.3')).toBe('1.2.3');
    expect(new Set(storableTransferSyntaxes.map((syntax) => syntax.name)).size).toBe(
      storableTransferSyntaxes.length,
    );
  });

  it('are read as encapsulated explicit VR little endian when unknown', () => {
    expect(transferSyntaxOf('1.2.840.10008.1.2.4.999')).toMatchObject({
      explicitVr: true,
      bigEndian: false,
      encapsulated: true,
    });
  });
});
