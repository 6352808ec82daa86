import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMessage, type Tender } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';

/** What a buyer asked and a supplier answered, as files; both say `lines` lines in lots of a hundred. */
export type Market = { readonly needs: Buffer; readonly offer: Buffer };

/** Of the offer's GTIN, this many have a wrong check digit, so that whoever controls has something to find. */
export const plantedFaults = 50;
/** Of the pool. */
export const offersOfPool = 120;
export const offerId = '6a1f40a1-9d0c-4c4c-8c58-0123456789ab';
const linesPerLot = 100;

/** A fictive market whose every figure is right but for the planted faults; about 2 kB a line. */
export function makeMarket(lines: number): Market {
  const needs = makeNeeds({ lots: lines / linesPerLot, linesPerLot });
  const offer = makeOffer(needs, offerId);
  for (const line of plainLines(offer)) {
    delete line.tiers;
    delete line.price?.packaging;
  }
  for (const line of plainLines(offer).filter((_, index) => index % (lines / plantedFaults) === 0))
    if (line.item?.gtin) line.item.gtin = withWrongDigit(line.item.gtin);
  return { needs: Buffer.from(writeMessage(needs)), offer: Buffer.from(writeMessage(offer)) };
}

function plainLines(offer: Tender) {
  return offer.lots.flatMap(({ lines }) => lines ?? []);
}

function withWrongDigit(gtin: string): string {
  return gtin.slice(0, -1) + String((Number(gtin.at(-1)) + 1) % 10);
}

/** The market as `needs.xml` and `offer.xml` in a folder. Gives the size of the offer, in millions of bytes. */
export function writeMarket(folder: string, lines: number): number {
  const { needs, offer } = makeMarket(lines);
  writeFileSync(join(folder, 'needs.xml'), needs);
  writeFileSync(join(folder, 'offer.xml'), offer);
  return offer.length / 1e6;
}
