import { DomainError } from '@liaison/kernel';
import type { french } from './fr.ts';

export type ImagingError = keyof typeof french;

export function missing(code: ImagingError): DomainError {
  return new DomainError('missing', code);
}

/** No study of this UID is open to who asks; whether there is one is not told. */
export function hiddenStudy(StudyInstanceUID: string): DomainError {
  return new DomainError('hidden', 'imaging/no-study', { StudyInstanceUID });
}

export function invalid(code: ImagingError): DomainError {
  return new DomainError('invalid', code);
}
