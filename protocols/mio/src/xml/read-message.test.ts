import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { XmlReading } from './read-message.ts';
import { makeMessage } from '../testing-arbitrary.ts';
import { readMessage } from './read-message.ts';
import { writeMessage } from './write-message.ts';

const offer = makeMessage('M20', { seed: 9, fullness: 0.8, maximumItems: 3 });
const xml = writeMessage(offer);

const read = (text: string | Uint8Array) => readMessage(typeof text === 'string' ? Buffer.from(text) : text);
const told = (reading: XmlReading) => reading.findings.map(({ kind, place }) => `${kind} ${place.xpath}`);

describe('reading what is no message', () => {
  it.each([
    ['nothing', '', 'malformed /'],
    ['no XML', 'PK\u0003\u0004', 'malformed /'],
    ['a stranger', '<html/>', 'unknown-document /html'],
    ['a DOCTYPE', `<!DOCTYPE Tender SYSTEM "file:///etc/passwd">${xml.slice(39)}`, 'doctype /'],
    [
      'an invoice',
      '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
      'unknown-document /Invoice',
    ],
    [
      'another profile',
      xml.replace(':trns:m20:', ':trns:m99:'),
      'unknown-profile /Tender/cbc:CustomizationID',
    ],
    [
      'an undefined entity',
      xml.replace('<cbc:UBLVersionID>', '<cbc:UBLVersionID>&lol;'),
      'malformed /Tender',
    ],
    ['a bottomless pit', xml.replace('<cbc:UBLVersionID>', '<cac:Party>'.repeat(50)), 'too-deep /Tender'],
  ])('says so of %s', (_, text, expected) => {
    const reading = read(text);
    expect(told(reading)).toContain(expected);
  });

  it('refuses what is too large, and octets that are no UTF-8', () => {
    expect(told(readMessage(Buffer.from(xml), { maximumBytes: 10 }))).toEqual(['too-large /']);
    expect(told(read(Uint8Array.of(0x3c, 0xe9, 0x3e)))).toEqual(['encoding /']);
  });
});

describe('reading a message that is wrong somewhere', () => {
  it('names the line, the field and the text of a value that does not fit', () => {
    const broken = xml.replaceAll('><', '>\n<').replace(/<cbc:VersionID>\d+</, '<cbc:VersionID>douze<');
    const [finding] = read(broken).findings;
    expect(finding?.row?.fr).toBe('Version de la consultation');
    expect(finding?.value).toBe('douze');
    const line = broken.split('\n')[(finding?.place.line ?? 0) - 1];
    expect(line).toContain('douze');
    expect(Buffer.from(broken).subarray(finding?.place.offset).toString()).toMatch(/^<cbc:VersionID>douze/);
  });

  it('reads on behind what it does not know, and says what is there twice', () => {
    const broken = xml
      .replace('<cbc:UBLVersionID>', '<cbc:Unknown><cbc:ID>1</cbc:ID></cbc:Unknown><cbc:UBLVersionID>')
      .replace(/<cbc:ContractFolderID>.*?<\/cbc:ContractFolderID>/, (found) => found + found);
    expect(told(read(broken))).toEqual([
      'unknown-element /Tender/cbc:Unknown',
      'repeated /Tender/cbc:ContractFolderID[2]',
    ]);
  });

  it('misses each field that must be there, once, at its place', () => {
    const broken = xml.replace(/<cac:CallForTendersLineReference>.*?<\/cac:CallForTendersLineReference>/, '');
    const kinds = read(broken).findings.map(({ kind, row }) => `${kind} ${row?.key}`);
    expect(kinds).toEqual(['missing needLine', 'missing status']);
  });

  it('does not take dollars for euros', () => {
    const [finding] = read(xml.replace('currencyID="EUR"', 'currencyID="USD"')).findings;
    expect(finding).toMatchObject({ kind: 'fixed-value', value: 'USD', expected: 'EUR' });
  });
});

describe('the place of a property', () => {
  it('is the element that holds it, of one that is absent what is around it', () => {
    const reading = read(xml);
    const { xpath, offset } = reading.place(['lots', 0, 'id']);
    expect(xpath).toBe("/Tender/cac:TenderedProject[1]/cac:ProcurementProjectLot/cbc:ID[@schemeID='Lot']");
    expect(Buffer.from(xml).subarray(offset).toString()).toMatch(/^<cbc:ID schemeID="Lot">/);
    const absent = reading.place(['lots', 0, 'nothing']);
    expect(Buffer.from(xml).subarray(absent.offset).toString()).toMatch(/^<cac:TenderedProject>/);
  });
});

it('reads the encodings of old software', () => {
  const latin = Buffer.from(xml.replaceAll(/[^ -ÿ\n]/gu, '?').replace('UTF-8', 'ISO-8859-1'), 'latin1');
  expect(read(latin).findings).toEqual([]);
  expect(read(Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le')).message).toEqual(offer);
  expect(read(`\ufeff${xml}`).message).toEqual(offer);
});

it('reads whatever the bytes, and finds something in each that is broken off', () => {
  const bytes = Buffer.from(xml);
  fc.assert(
    fc.property(fc.nat(bytes.length - 8), fc.uint8Array({ maxLength: 4 }), (at, patch) => {
      const broken = Buffer.concat([bytes.subarray(0, at), patch]);
      expect(read(broken).findings.length).toBeGreaterThan(0);
      const changed = Buffer.from(bytes);
      changed.set(patch, at);
      expect(read(changed).findingCount).toBeGreaterThanOrEqual(0);
    }),
    { seed: 12, numRuns: 40 },
  );
});
