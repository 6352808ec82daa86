export { makeAward } from './testing-award.ts';
export { fictiveCodes, fictiveNomenclatures } from './nomenclature/fictive-nomenclatures.ts';
export { type MarketSize, makeNeeds, makeOffer } from './testing-market.ts';
