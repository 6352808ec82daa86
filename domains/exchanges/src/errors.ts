import { DomainError } from '@liaison/kernel';

export function partnerTwice(): DomainError {
  return new DomainError('conflict', 'exchanges/partner-twice');
}

/** It is not of this structure, or is named otherwise: an identifier does not change. */
export function partnerMissing(): DomainError {
  return new DomainError('hidden', 'exchanges/no-partner');
}

export function exchangeMissing(): DomainError {
  return new DomainError('hidden', 'exchanges/no-exchange');
}

export function nothingSent(): DomainError {
  return new DomainError('invalid', 'exchanges/nothing-sent');
}

export function badCursor(): DomainError {
  return new DomainError('invalid', 'exchanges/bad-cursor');
}

/** Only what is available is integrated, and once. */
export function notAvailable(): DomainError {
  return new DomainError('conflict', 'exchanges/not-available');
}

/** It is not in quarantine. */
export function notQuarantined(): DomainError {
  return new DomainError('conflict', 'exchanges/not-quarantined');
}

/** It left, or was refused before it could. */
export function nothingToRetry(): DomainError {
  return new DomainError('conflict', 'exchanges/nothing-to-retry');
}

/** Its bytes were not kept, as those of a repeat, or no longer are. */
export function contentGone(): DomainError {
  return new DomainError('missing', 'exchanges/content-gone');
}

/** No control of it ended, or none is made of messages of its kind. */
export function noReport(): DomainError {
  return new DomainError('missing', 'exchanges/no-report');
}

/** The structure has neither FINESS nor SIRET: nobody can write to it, nor it to anybody. */
export function noIdentifier(): DomainError {
  return new DomainError('conflict', 'exchanges/no-identifier');
}

/** As many messages of the structure as may wait are waiting, or would with this one. */
export function tooManyWaiting(): DomainError {
  return new DomainError('limited', 'exchanges/too-many-waiting');
}
