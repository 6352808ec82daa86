import type { Draft, DraftMessage, MessageCode, ModelPath, OfferedLot, OfferLine } from '@liaison/mio';

/** Subjects that are whole messages, with the messages that they are. */
export const wholeMessages = {
  need: ['M10', 'M11'],
  enquiry: ['M12', 'M24'],
  answer: ['M13', 'M25'],
  offer: ['M20'],
  withdrawal: ['M21'],
  envelope: ['M22'],
  receipt: ['M23'],
  award: ['M30'],
  rejection: ['M31'],
  commitment: ['M32'],
  'no-award': ['M33'],
  bundle: ['M50'],
  catalogue: ['M51'],
} as const satisfies Readonly<Record<string, readonly MessageCode[]>>;

type WholeMessages = typeof wholeMessages;
export type WholeName = keyof WholeMessages;
type DraftOf<Code extends MessageCode> = Extract<DraftMessage, { type: Code }>;

/** Needs as first published, or as rectified: the whole of them in both. */
export type NeedDraft = DraftOf<'M10' | 'M11'>;
export type OfferDraft = DraftOf<'M20'>;
export type AwardDraft = DraftOf<'M30'>;
export type RejectionDraft = DraftOf<'M31'>;
export type NoAwardDraft = DraftOf<'M33'>;

interface Subject {
  /** From the message. */
  readonly path: ModelPath;
}

export interface OfferedLotSubject extends Subject {
  readonly message: OfferDraft;
  readonly lot: Draft<OfferedLot>;
}

export interface OfferLineSubject extends OfferedLotSubject {
  readonly line: Draft<OfferLine>;
}

/** What the functions among the rules are about. */
export type Subjects = {
  readonly message: Subject & { readonly message: DraftMessage };
  readonly 'offered-lot': OfferedLotSubject;
  readonly 'offer-line': OfferLineSubject;
} & {
  readonly [Name in WholeName]: Subject & { readonly message: DraftOf<WholeMessages[Name][number]> };
};

export type SubjectName = keyof Subjects;
