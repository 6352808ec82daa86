import type { FindingCode } from '../report/finding.ts';
import { awardNeedRules } from './award-need-rules.ts';
import { awardRules } from './award-rules.ts';
import { bundleRules } from './bundle-rules.ts';
import { codeKeyRules, codeRules } from './code-rules.ts';
import { catalogueRules, commitmentRules } from './contract-rules.ts';
import { decisionPortableRules, decisionStructureRules } from './decision-portable-rules.ts';
import { depositPortableRules, envelopeRules, receiptRules, withdrawalRules } from './deposit-rules.ts';
import { answerRules, enquiryRules } from './enquiry-rules.ts';
import { lineArithmeticRules } from './line-arithmetic-rules.ts';
import { offerLineCrossRules } from './line-cross-rules.ts';
import { lineCoherenceRules } from './line-coherence-rules.ts';
import { lotCoherenceRules } from './lot-coherence-rules.ts';
import { messageCoherenceRules, needCoherenceRules } from './need-coherence-rules.ts';
import { linePlausibilityRules, offerPlausibilityRules } from './plausibility-rules.ts';
import { lostCodeRules } from './lost-code-rules.ts';
import { readingRules } from './reading-rules.ts';
import { offerCrossRules, offeredLotCrossRules } from './cross-rules.ts';
import { noAwardRules } from './no-award-rules.ts';
import { rejectionRules } from './rejection-rules.ts';
import { replyRules } from './reply-rules.ts';
import type { ReadingRule, Rule, SubjectRules } from './rule.ts';
import { messageRules, needStructureRules, offerStructureRules, uniquenessRules } from './structure-rules.ts';
import { totalRules } from './total-rules.ts';

/** Rules about whole subjects. */
export const subjectRules: SubjectRules = {
  message: [...messageRules, ...messageCoherenceRules, ...replyRules],
  need: [...needStructureRules, ...needCoherenceRules],
  offer: [...offerStructureRules, ...offerCrossRules, ...offerPlausibilityRules],
  'offered-lot': [...lotCoherenceRules, ...offeredLotCrossRules],
  'offer-line': [...lineCoherenceRules, ...offerLineCrossRules, ...linePlausibilityRules],
  enquiry: enquiryRules,
  answer: answerRules,
  withdrawal: withdrawalRules,
  envelope: envelopeRules,
  receipt: receiptRules,
  award: [...awardRules, ...awardNeedRules],
  rejection: rejectionRules,
  commitment: commitmentRules,
  'no-award': noAwardRules,
  bundle: bundleRules,
  catalogue: catalogueRules,
};

/** The table of rules, in the order of layers and codes. */
export const rules: readonly Rule[] = [
  ...readingRules,
  ...lostCodeRules,
  ...codeKeyRules,
  ...codeRules,
  ...lineArithmeticRules,
  ...totalRules,
  ...uniquenessRules,
  ...decisionStructureRules,
  ...depositPortableRules,
  ...decisionPortableRules,
  ...Object.values(subjectRules).flat(),
];

const reading = new Map<FindingCode, ReadingRule>(
  [...readingRules, ...lostCodeRules].map((rule) => [rule.code, rule]),
);

/** A row of the layers that read the file; throws on a code that is none. */
export function readingRule(code: FindingCode): ReadingRule {
  const rule = reading.get(code);
  if (!rule) throw new RangeError(`${code} is no rule of the reading`);
  return rule;
}
