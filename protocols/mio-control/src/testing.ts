export { makeAward } from './testing-award.ts';
export { fictiveCodes, fictiveNomenclatures } from './nomenclature/fictive-nomenclatures.ts';
export { type MarketSize, makeNeeds, makeOffer } from './testing-market.ts';
export {
  addVault,
  makeAcknowledgement,
  makeAnswer,
  makeBundle,
  makeCatalogue,
  makeClarification,
  makeClarificationRequest,
  makeCommitment,
  makeEnvelope,
  makeNoAward,
  makeQuestion,
  makeReceipt,
  makeRejection,
  makeWithdrawal,
} from './testing-exchange.ts';
