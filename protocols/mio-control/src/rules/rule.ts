/**
 * A rule is a row of one table. Its code is for ever, its texts are what a pharmacist or a supplier’s clerk reads, and its
 * demand is either data, from which both the check and the published Schematron are made, or a function, where XPath
 * cannot say it or would need what is not in the message.
 */
import type { DatatypeName, MessageCode } from '@liaison/mio';
import type { Term, Test } from '../expression/expression.ts';
import type { FindingCode, Layer, Severity } from '../report/finding.ts';
import type { Facts } from './facts.ts';
import type { SubjectName, Subjects } from './subjects.ts';

/** Text of both languages. French is typed plainly: `typeset` puts its no-break spaces. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}

/** What every row has. */
export interface RuleHead {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly layer: Layer;
  /** What is demanded, for the documentation. */
  readonly title: Text;
  /** What is wrong. `{price.unitPrice}` stands for a field of the scope, `{attendu}` for what was expected. */
  readonly text: Text;
  /** What to do, in French. */
  readonly help: string;
}

/** A demand upon each element of a scope. */
export interface PortableRule extends RuleHead {
  readonly kind: 'portable';
  readonly messages: readonly MessageCode[];
  /** Lists from the message down: `lots.lines`; empty for the message itself. */
  readonly scope: string;
  /** The field that the finding points at, from the scope. */
  readonly champ: string;
  readonly demand: Test;
  readonly expected?: Term;
}

/** A demand upon every field of a type, wherever it stands in whatever message. */
export interface PortableTypeRule extends RuleHead {
  readonly kind: 'portable-type';
  readonly type: DatatypeName;
  readonly demand: (champ: string) => Test;
}

/** Why a rule is not in the Schematron. */
export type Reason = 'nomenclature' | 'other-message' | 'algorithm' | 'context' | 'reading';

/** A function over every field of some types. */
export interface ValueRule extends RuleHead {
  readonly kind: 'value';
  readonly types: readonly DatatypeName[];
  readonly reason: Reason;
  readonly check: (value: string, type: DatatypeName, facts: Facts) => Fault | undefined;
}

/** A function over each subject of a kind: a message, a lot, a line. */
export interface SubjectRule<Name extends SubjectName = SubjectName> extends RuleHead {
  readonly kind: 'subject';
  readonly subject: Name;
  readonly reason: Reason;
  readonly check: (subject: Subjects[Name], facts: Facts, report: (fault: Fault) => void) => void;
}

/** What the reading of the file itself finds, before there is a message to hold rules against. */
export interface ReadingRule extends RuleHead {
  readonly kind: 'reading';
}

export type Rule = PortableRule | PortableTypeRule | ValueRule | AnySubjectRule | ReadingRule;

/** A rule of one kind of subject, whichever. */
export type AnySubjectRule = { [Name in SubjectName]: SubjectRule<Name> }[SubjectName];

/** Rules with a function, by what they are about. */
export type SubjectRules = { readonly [Name in SubjectName]: readonly SubjectRule<Name>[] };

/** One thing wrong. */
export interface Fault {
  /** From the subject: `['price', 'unitPrice']`, `['tiers', 2, 'from']`; the subject itself where absent. */
  readonly at?: readonly (string | number)[];
  readonly value?: string;
  readonly expected?: Shown;
  /** In the place of the rule's own help. */
  readonly suggestion?: string;
  /** For the braces of the text. */
  readonly with?: Readonly<Record<string, Shown>>;
}

/** A value with the way it shows, which differs between French and English. */
export type Shown = string | { readonly as: 'euros' | 'percent' | 'decimal' | 'day'; readonly value: string };

export const euros = (value: string): Shown => ({ as: 'euros', value });
export const percent = (value: string): Shown => ({ as: 'percent', value });
export const number = (value: string): Shown => ({ as: 'decimal', value });
export const day = (value: string): Shown => ({ as: 'day', value });
