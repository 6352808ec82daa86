import { DomainError } from '@liaison/kernel';

/** The PACS is not one of the actor's structure, or receives nothing from us. */
export function destinationUnknown(): DomainError {
  return new DomainError('invalid', 'transfers/destination-unknown');
}

/** No regional administrator has approved that images are sent there, called as it is. */
export function destinationUnapproved(): DomainError {
  return new DomainError('conflict', 'transfers/destination-unapproved');
}

/** Identifiers are those of one patient: several studies are sent without them. */
export function coercionOfSeveral(): DomainError {
  return new DomainError('invalid', 'transfers/coercion-of-several');
}

export function deliveryMissing(): DomainError {
  return new DomainError('hidden', 'transfers/no-delivery');
}

/** It is done, cancelled, or being sent now. */
export function nothingToRetry(): DomainError {
  return new DomainError('conflict', 'transfers/nothing-to-retry');
}

/** The destination was asked already and has time to report, or has confirmed all. */
export function nothingToAsk(): DomainError {
  return new DomainError('conflict', 'transfers/nothing-to-ask');
}

export function alreadyOver(): DomainError {
  return new DomainError('conflict', 'transfers/already-over');
}

export function routeMissing(): DomainError {
  return new DomainError('hidden', 'transfers/no-route');
}

/** The route is of another structure than the administrator's. */
export function notYourStructure(): DomainError {
  return new DomainError('forbidden', 'transfers/not-your-structure');
}

/** A study that holds no image, or more than a zip is made of. */
export function nothingToDownload(): DomainError {
  return new DomainError('conflict', 'transfers/nothing-to-download');
}

export function badCursor(): DomainError {
  return new DomainError('invalid', 'transfers/bad-cursor');
}
