import type { Draft, DraftMessage, ModelPath, OfferedLot, OfferLine } from '@liaison/mio';

/** Needs as first published, or as rectified: the whole of them in both. */
export type NeedDraft = Extract<DraftMessage, { type: 'M10' | 'M11' }>;
export type OfferDraft = Extract<DraftMessage, { type: 'M20' }>;
export type AwardDraft = Extract<DraftMessage, { type: 'M30' }>;

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
export interface Subjects {
  readonly message: Subject & { readonly message: DraftMessage };
  readonly need: Subject & { readonly message: NeedDraft };
  readonly offer: Subject & { readonly message: OfferDraft };
  readonly 'offered-lot': OfferedLotSubject;
  readonly 'offer-line': OfferLineSubject;
  readonly award: Subject & { readonly message: AwardDraft };
}

export type SubjectName = keyof Subjects;
