import { DomainError } from '@liaison/kernel';

/** No such import of this person in this structure. */
export function importMissing(): DomainError {
  return new DomainError('hidden', 'imports/no-import');
}

/** It was ended or cancelled: it takes no more files. */
export function alreadyEnded(): DomainError {
  return new DomainError('conflict', 'imports/already-ended');
}

/** The person has too many unfinished imports. */
export function tooManyOpen(): DomainError {
  return new DomainError('limited', 'imports/too-many-open');
}

/** The person sends more bodies at once than the page does. */
export function tooManyAtOnce(): DomainError {
  return new DomainError('limited', 'imports/too-many-at-once');
}

/** The disk of the platform has not that much room. */
export function noRoom(): DomainError {
  return new DomainError('unavailable', 'imports/no-room');
}

/** More bytes come than the import was announced with. */
export function moreThanDeclared(): DomainError {
  return new DomainError('invalid', 'imports/more-than-declared');
}

/** The body is not made of pieces as pieces.ts has it, names a file outside the list, or one whose length has changed. */
export function badPieces(): DomainError {
  return new DomainError('invalid', 'imports/bad-pieces');
}
