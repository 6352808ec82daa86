/** The published Schematron, run by a foreign implementation, and our own checks find fault with the same elements. */
import {
  type DraftMessage,
  type Message,
  type MessageCode,
  readMessage,
  type Tender,
  writeMessage,
} from '@liaison/mio';
import { makeMessage } from '@liaison/mio/testing';
import { Schema } from 'node-schematron';
import { describe, expect, it } from 'vitest';
import { comparableXPath } from '../report/finding-writer.ts';
import { planFor } from '../rules/plan.ts';
import {
  addVault,
  makeAcknowledgement,
  makeAward,
  makeBundle,
  makeCatalogue,
  makeCommitment,
  makeEnvelope,
  makeNeeds,
  makeNoAward,
  makeOffer,
  makeReceipt,
  makeRejection,
} from '../testing.ts';
import { spoilt } from '../testing-plant.ts';
import { formatSchematron } from './format-schematron.ts';

const schemas = new Map<MessageCode, Schema>();

/** Code and element of each failed assertion, as node-schematron sees it. */
function bySchematron(code: MessageCode, xml: string): string[] {
  const schema = schemas.get(code) ?? Schema.fromString(formatSchematron(code));
  schemas.set(code, schema);
  const results = schema.validateString(xml);
  return sorted(
    results.map(({ assertId, context }) => `${(assertId ?? '').replace(/\.\d+$/, '')} ${pathOf(context)}`),
  );
}

/** Code and element of each rule of the table that is broken, as the controller sees it. */
function byController(code: MessageCode, xml: string): string[] {
  const reading = readMessage(Buffer.from(xml));
  const { message } = reading;
  if (!message) throw new Error('not read');
  const broken: string[] = [];
  const facts = {
    nomenclatures: { on: '', identities: [], lookup: () => ({ state: 'no-list' as const }) },
    isProduction: false,
    standstillDays: 11,
  };
  for (const { scope, checks } of planFor(code))
    for (const entry of scope.entries(message))
      for (const check of checks)
        check(entry, facts, (rule, { path }) => {
          if (rule.kind === 'portable' || rule.kind === 'portable-type')
            broken.push(`${rule.code} ${elementOf(reading.place(path).xpath)}`);
        });
  return sorted(broken);
}

/** An element is named once for each rule, however many of its children repeat one another. */
function sorted(found: readonly string[]): string[] {
  return [...new Set(found)].toSorted();
}

function elementOf(xpath: string): string {
  const positions = xpath.replaceAll(
    /\[position\(\)>1\]\[(\d+)\]/g,
    (_all, index: string) => `[${Number(index) + 1}]`,
  );
  return comparableXPath(positions);
}

interface Element {
  readonly nodeName: string;
  readonly parentNode: Element | null;
  readonly childNodes: readonly Element[];
}

function pathOf(node: unknown): string {
  const names: string[] = [];
  for (let at = asElement(node); at && at.nodeName !== '#document'; at = at.parentNode) {
    const name = at.nodeName;
    const alike = at.parentNode?.childNodes.filter(({ nodeName }) => nodeName === name) ?? [];
    names.unshift(`${name}[${alike.indexOf(at) + 1}]`);
  }
  return comparableXPath(`/${names.join('/')}`.replace(/^\/(\w+)\[1\]/, '/$1'));
}

function asElement(node: unknown): Element | null {
  return isElement(node) ? node : null;
}

function isElement(node: unknown): node is Element {
  return typeof node === 'object' && node !== null && 'nodeName' in node && 'childNodes' in node;
}

const needs = makeNeeds({ lots: 2, linesPerLot: 3 });

describe('the published Schematron', () => {
  it('agrees that right messages are right', () => {
    for (const message of [needs, makeOffer(needs)]) {
      const xml = writeMessage(message);
      expect(bySchematron(message.type, xml)).toEqual([]);
      expect(byController(message.type, xml)).toEqual([]);
    }
  });

  it('finds fault with the same lines of an offer spoilt in many ways', () => {
    const offer = makeOffer(makeNeeds({ lots: spoilers.length, linesPerLot: 1 }));
    for (const [index, spoil] of spoilers.entries()) {
      const lot = offer.lots[index];
      if (lot) spoil(lot, lot.lines?.[0] ?? {}, offer);
    }
    const found = byController('M20', writeMessage(offer));
    expect(bySchematron('M20', writeMessage(offer))).toEqual(found);
    expect(new Set(found.map((fault) => fault.slice(0, 11))).size).toBeGreaterThan(18);
  });

  it('finds fault with the same elements of every other message', () => {
    const told = new Set<string>();
    for (const [right, spoiltOnes] of exchanged)
      for (const message of [right, ...spoiltOnes]) {
        const xml = writeMessage(message);
        const found = byController(message.type, xml);
        expect([message.type, ...bySchematron(message.type, xml)]).toEqual([message.type, ...found]);
        expect(found.length > 0).toBe(message !== right);
        for (const fault of found) told.add(fault.slice(0, 11));
      }
    expect(told.size).toBe(19);
  });

  it('finds fault with the same elements of messages that a generator makes', () => {
    const made: DraftMessage[] = [];
    for (let seed = 1; seed <= 4; seed += 1)
      for (const code of ['M10', 'M20'] as const)
        made.push(makeMessage(code, { seed, fullness: seed / 4, maximumItems: 2 }));
    const codes = new Set<string>();
    for (const message of made) {
      const xml = writeMessage(message);
      const found = byController(message.type, xml);
      expect(bySchematron(message.type, xml)).toEqual(found);
      for (const fault of found) codes.add(fault.slice(0, 11));
    }
    expect(codes.size).toBeGreaterThan(9);
  });
});

const award = makeAward(makeOffer(needs), ['1', '2']);
const envelope = makeEnvelope(addVault(needs));

/** A message, and copies of it with one thing wrong each. */
function variants<Some extends Message>(
  message: Some,
  ...spoilers: readonly ((copy: Some) => unknown)[]
): [Message, Message[]] {
  return [message, spoilers.map((spoil) => spoilt(message, (copy) => void spoil(copy)))];
}

const exchanged = [
  variants(
    envelope,
    ({ cipher }) => (cipher.algorithm = 'AES-128-GCM'),
    ({ cipher }) => (cipher.bytes = 0),
    ({ keys }) => keys.push(...keys),
  ),
  variants(makeReceipt(envelope), ({ header }) => delete header.inReplyTo?.sha256),
  variants(
    award,
    ({ lots: [, lot] }) => Object.assign(lot ?? {}, { notBefore: '2027-01-14' }),
    ({ lots: [, lot] }) => Object.assign(lot ?? {}, { from: '2027-02-02', until: '2027-02-01' }),
  ),
  variants(makeRejection(makeOffer(needs), ['1', '2']), ({ lots: [, lot] }) =>
    Object.assign(lot ?? {}, { notBefore: '2027-01-14' }),
  ),
  variants(
    makeCommitment(award),
    ({ lots }) => lots.push(...lots),
    ({ lots: [, lot] }) => Object.assign(lot ?? {}, { signedOn: '2027-01-14' }),
    ({ pieces }) => Object.assign(pieces?.[0] ?? {}, { kind: 'RC' }),
    (copy) => delete copy.pieces,
  ),
  variants(makeNoAward(needs, ['1', '2']), ({ lots }) => lots.push(...lots)),
  variants(
    makeAcknowledgement(award),
    (copy) => (copy.response = 'RE'),
    (copy) => (copy.response = 'CA'),
    (copy) => (copy.reasons = [{ code: 'BW' }, { code: 'DL' }]),
    (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'BW' }] }),
    (copy) => Object.assign(copy, { response: 'RE', reasons: [{ code: 'DL' }, { code: 'SV' }] }),
  ),
  variants(
    makeBundle(),
    (copy) => (copy.version = 11),
    (copy) => delete copy.previousVersion,
    (copy) => delete copy.previousSha256,
    (copy) => (copy.effectiveTo = '2026-12-14'),
    ({ files }) => files.push(...files),
  ),
  variants(
    makeCatalogue(award),
    ({ lines }) => lines.push(...lines),
    (copy) => (copy.until = '2027-02-28'),
  ),
];

type Line = Partial<NonNullable<Tender['lots'][number]['lines']>[number]>;

const spoilers: readonly ((lot: Tender['lots'][number], line: Line, offer: Tender) => void)[] = [
  (_lot, line) => void (line.total = '1.00'),
  (_lot, line) => void (line.totalWithVat = '1.00'),
  (_lot, line) => void (line.vat = '1.00'),
  (_lot, line) => void (line.orderUnitPrice = '1'),
  (_lot, line) => void (line.unitPriceWithVat = '1'),
  (_lot, line) => void delete line.orderUnitContent,
  (_lot, line) => void (line.orderUnitContent = '0'),
  (_lot, line) => void (line.maximumOrder = '2'),
  (_lot, line) => void (line.quantity = '0'),
  (_lot, line) => void delete line.total,
  (_lot, line) => void delete line.price,
  (_lot, line) => void (line.status = 'SANS-OFFRE'),
  (_lot, line) => void (line.id = 'O-1.1'),
  (_lot, line) =>
    void (line.price = { unitPrice: '0', unit: 'H87', discount: { percent: '3', amount: '2' } }),
  (_lot, line) =>
    void (line.price = { unitPrice: '9.1234', unit: 'H87', from: '2027-01-02', until: '2027-01-01' }),
  (_lot, line) =>
    void (line.item = { name: 'x', supplierReference: 'y', vatRate: '20', gtin: '04006381333932' }),
  (_lot, line) =>
    void (line.item = { name: 'x', supplierReference: 'y', vatRate: '5.5', ucd13: '3400892065367' }),
  ({ totals }) => void (totals && (totals.totalWithVat = '1.00')),
  ({ totals }) => void (totals && (totals.total = '1.00')),
  ({ vat }) => void (vat && (vat.total = '1.00')),
  ({ vat }) => void vat?.rates.push(...vat.rates),
  (_lot, _line, { tenderer }) => void (tenderer.gln = '3012345678901'),
];
