import { DomainError } from '@liaison/kernel';
import type { french } from './fr.ts';

export type ImagingError = keyof typeof french;

export function missing(code: ImagingError): DomainError {
  return new DomainError('missing', code);
}

export function invalid(code: ImagingError): DomainError {
  return new DomainError('invalid', code);
}
