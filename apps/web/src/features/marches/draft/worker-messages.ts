import type { DraftMessage, ModelPath } from '@liaison/mio';
import type { CorrectionRefusal } from './correct.ts';
import type { LineView, Marked, Sought } from './line-view.ts';

/** What a message is, as far as it could be read. */
export type OpenedDraft = { readonly type: DraftMessage['type'] | null; readonly isCertified: boolean };

export type ShownPart = { readonly scope: ModelPath; readonly view: LineView };

/** The new file, and what was changed in it; or why it was not, with what would do where the value does not. */
export type CorrectReply =
  | {
      readonly isDone: true;
      readonly file: Blob;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly isDone: false; readonly why: CorrectionRefusal | 'value'; readonly expected?: string };

/** Questions to the worker that holds the draft, and its answers. */
export type Questions = {
  open(file: Blob): OpenedDraft;
  show(asked: { sought: Sought; marked: readonly Marked[] }): ShownPart | null;
  correct(asked: { path: ModelPath; typed: string }): CorrectReply;
  undo(asked: null): Blob;
};

export type Question = {
  [Name in keyof Questions]: { id: number; name: Name; given: Parameters<Questions[Name]>[0] };
}[keyof Questions];

export type AnswerGiven = ReturnType<Questions[keyof Questions]>;

/** To a question of this name. */
export type Reply<Name extends keyof Questions = keyof Questions> =
  | { readonly id: number; readonly isAnswered: true; readonly given: ReturnType<Questions[Name]> }
  | { readonly id: number; readonly isAnswered: false };
