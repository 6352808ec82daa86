import type { DossierView } from '@liaison/teledossier/contract';

/** One thing that happened in a télédossier: an act in one sentence, or what someone wrote. */
export type ThreadEntry = {
  readonly id: string;
  readonly at: string;
  readonly kind: DossierView['timeline'][number]['kind'];
  /** Who wrote it, for what someone wrote; null for an act, whose sentence says it. */
  readonly writer: string | null;
  readonly text: string;
  readonly isNew: boolean;
  /** For a question: whether it is still without an answer. */
  readonly isAwaited: boolean;
};

type Threaded = Pick<DossierView, 'timeline' | 'informationRequests' | 'complements'>;
type Reader = { readonly id: string; readonly displayName: string };

/** Acts and writings in the order of time. Writings stand for their own act, which would say the same twice. */
export function buildThread(view: Threaded, newSince: string | null, reader: Reader): ThreadEntry[] {
  const isNew = (at: string) => newSince !== null && at > newSince;
  const acts = view.timeline
    .filter((entry) => entry.kind !== 'information' && entry.kind !== 'complement')
    .map((entry) => ({
      ...entry,
      writer: null,
      // The sentence names who acted: what the reader did himself is not news to him.
      isNew: isNew(entry.at) && !entry.text.includes(reader.displayName),
      isAwaited: false,
    }));
  const questions = view.informationRequests.map((request) => ({
    id: request.id,
    at: request.askedAt,
    kind: 'information' as const,
    writer: writerText(request.askedBy),
    text: request.question,
    isNew: isNew(request.askedAt) && request.askedBy.userId !== reader.id,
    isAwaited: request.answeredAt === null,
  }));
  const complements = view.complements.map((complement) => ({
    id: complement.id,
    at: complement.addedAt,
    kind: 'complement' as const,
    writer: writerText(complement.addedBy),
    text: complement.text,
    isNew: isNew(complement.addedAt) && complement.addedBy.userId !== reader.id,
    isAwaited: false,
  }));
  return [...acts, ...questions, ...complements].toSorted((a, b) => a.at.localeCompare(b.at));
}

export function writerText(author: {
  displayName: string;
  communityName: string;
  structureName: string;
}): string {
  return `${author.displayName} (${[author.communityName, author.structureName].filter(Boolean).join(', ')})`;
}
