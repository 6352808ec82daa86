import { DomainError } from '@liaison/kernel';

/** The document does not exist, or its dossier is closed to who asks: the answer is the same. */
export function unknownDocument(): DomainError {
  return new DomainError('missing', 'documents/unknown-document');
}
