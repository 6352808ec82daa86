import type { DraftMessage } from '@liaison/mio';
import type { FindingWriter } from '../report/finding-writer.ts';
import type { Facts } from './facts.ts';
import { type Broken, planFor } from './plan.ts';
import type { SubjectRule } from './rule.ts';
import type { SubjectName, Subjects } from './subjects.ts';
import { subjectRules } from './table.ts';
import { visitSubjects, type Visitor } from './visit-subjects.ts';

/** Holds every rule against a message: those of a scope, then those of a subject. */
export function holdRules(message: DraftMessage, facts: Facts, writer: FindingWriter): void {
  const broken: Broken = (rule, { path }, fault) =>
    writer.atPath(rule, [...path, ...(fault.at ?? [])], fault);
  for (const { scope, checks } of planFor(message.type))
    for (const entry of scope.entries(message)) for (const check of checks) check(entry, facts, broken);
  visitSubjects(message, subjectVisitor(facts, writer));
}

function subjectVisitor(facts: Facts, writer: FindingWriter): Visitor {
  const checker =
    <Name extends SubjectName>(checks: readonly SubjectRule<Name>[]) =>
    (subject: Subjects[Name]) => {
      for (const rule of checks)
        rule.check(subject, facts, (fault) =>
          writer.atPath(rule, [...subject.path, ...(fault.at ?? [])], fault),
        );
    };
  return {
    message: checker(subjectRules.message),
    need: checker(subjectRules.need),
    enquiry: checker(subjectRules.enquiry),
    answer: checker(subjectRules.answer),
    offer: checker(subjectRules.offer),
    'offered-lot': checker(subjectRules['offered-lot']),
    'offer-line': checker(subjectRules['offer-line']),
    withdrawal: checker(subjectRules.withdrawal),
    envelope: checker(subjectRules.envelope),
    receipt: checker(subjectRules.receipt),
    award: checker(subjectRules.award),
    rejection: checker(subjectRules.rejection),
    commitment: checker(subjectRules.commitment),
    'no-award': checker(subjectRules['no-award']),
    bundle: checker(subjectRules.bundle),
    catalogue: checker(subjectRules.catalogue),
  };
}
