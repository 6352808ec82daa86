import { DomainError, type ErrorKind } from '@liaison/kernel';
import type { RefusalCode } from './model.ts';

/** How each refusal of the state machine is told. */
const refusalKinds: Readonly<Record<RefusalCode, ErrorKind>> = {
  'not-requerant': 'forbidden',
  'not-requis': 'forbidden',
  'not-your-line': 'forbidden',
  'addressee-unknown': 'missing',
  'already-sent': 'conflict',
  'not-sent': 'conflict',
  'no-recipient': 'invalid',
  'recipient-already-there': 'conflict',
  'last-addressee': 'conflict',
  'already-taken': 'conflict',
  'taken-by-other': 'conflict',
  'not-taken': 'conflict',
  'already-answered': 'conflict',
  'line-refused': 'conflict',
  'line-withdrawn': 'conflict',
  'reason-needed': 'invalid',
  'already-closed': 'conflict',
  'not-closed': 'conflict',
  'closed-by-requerant': 'conflict',
  'closed-by-requis': 'conflict',
};

/** `by`: who holds the line, when that is why. */
export function refused(code: RefusalCode, by: string | null): DomainError {
  return new DomainError(refusalKinds[code], `teledossier/${code}`, by === null ? {} : { by });
}

/** The draft was saved elsewhere since the revision that the author started from. */
export function draftChanged(revision: number): DomainError {
  return new DomainError('conflict', 'teledossier/draft-changed', { revision });
}

/** A recipient who is not in the directory, or no longer active there. */
export function recipientUnknown(recipientId: string): DomainError {
  return new DomainError('invalid', 'teledossier/recipient-unknown', { recipientId });
}

/** Answers that do not fit the form's definition; `fields` gives a French message by field id. */
export function answersInvalid(fields: Readonly<Record<string, string>>): DomainError {
  return new DomainError('invalid', 'teledossier/answers-invalid', fields);
}

/** A complement that holds neither text nor exam. */
export function complementEmpty(): DomainError {
  return new DomainError('invalid', 'teledossier/complement-empty');
}

/** A complement that answers a request for information which this dossier does not have. */
export function informationRequestUnknown(): DomainError {
  return new DomainError('missing', 'teledossier/information-request-unknown');
}

/** The compte-rendu is asked for before any answer was given. */
export function reportMissing(): DomainError {
  return new DomainError('missing', 'teledossier/report-missing');
}
