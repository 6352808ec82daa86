import { DomainError } from '@liaison/kernel';
import type { PacsError, PacsErrorCode } from './pacs-error.ts';

/** No such peer, or not one of this actor's: whether there is one is not told. */
export function peerMissing(): DomainError {
  return new DomainError('hidden', 'pacs/no-peer' satisfies PacsErrorCode);
}

export function notYourStructure(): DomainError {
  return new DomainError('forbidden', 'pacs/not-your-structure' satisfies PacsErrorCode);
}

export function retrievalMissing(): DomainError {
  return new DomainError('hidden', 'pacs/no-retrieval' satisfies PacsErrorCode);
}

/** What the peer's sheet, or the state of a retrieval, does not allow. */
export function refused(code: PacsErrorCode): DomainError {
  return new DomainError('conflict', code);
}

export function invalid(code: PacsErrorCode): DomainError {
  return new DomainError('invalid', code);
}

/** A failure of the peer, as the API tells it: 503, with what the peer said. */
export function peerFailed(error: PacsError): DomainError {
  return new DomainError('unavailable', error.code, error.detail ? { said: error.detail } : {});
}
