import type { ControlReply, ShownFinding } from '@liaison/marches/contract';
import type { ModelPath } from '@liaison/mio';
import type { OpenedDraft } from './draft/worker-messages.ts';

/** A value that was changed on the page, in the words of the field table. */
export type Edit = {
  readonly path: ModelPath;
  readonly place: string;
  readonly before: string | null;
  readonly after: string | null;
};

/** A message that was controlled, and what became of it here. The file that was chosen is never changed. */
export type Work = {
  readonly original: File;
  readonly need: File | null;
  /** The message as XML, corrections included. */
  readonly file: Blob;
  readonly opened: OpenedDraft;
  readonly reply: ControlReply;
  readonly carried: readonly ShownFinding[];
  readonly edits: readonly (Edit & {
    readonly revision: number;
    readonly carriedBefore: readonly ShownFinding[];
  })[];
  /** A certificate was there, and went with the first correction. */
  readonly hasLostCertificate: boolean;
  /** Grows with each version of the file. */
  readonly revision: number;
};

export type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'first'; readonly name: string }
  | { readonly kind: 'again' };

/** The name of a file without what follows its last point. */
export function stem(name: string): string {
  return name.replace(/\.\w+$/, '');
}

/** What is sent to be certified, converted or reported on: the corrected message, or the file as it was chosen. */
export function fileToSend({ edits, file, original }: Work): Blob {
  return edits.length > 0 ? file : original;
}

export function isWorkbook({ name }: File): boolean {
  return /\.xlsx$/i.test(name);
}
