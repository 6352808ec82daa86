import { DomainError } from '@liaison/kernel';

/** The document does not exist, or its dossier is closed to who asks: the answer is the same. */
export function unknownDocument(documentId: string): DomainError {
  return new DomainError('hidden', 'documents/unknown-document', { documentId });
}

/** A dossier that one may read, and that has no compte-rendu yet. */
export function noReport(): DomainError {
  return new DomainError('missing', 'documents/unknown-document');
}
