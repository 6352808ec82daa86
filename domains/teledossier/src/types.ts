import type { z } from 'zod';
import type { dossierType } from './contract.ts';

export type DossierType = z.infer<typeof dossierType>;

/** What makes one kind of request: its number, its forms, and the answers that lists show. */
export type TypeDescription = {
  readonly prefix: string;
  readonly formId: string;
  readonly answerFormId: string;
  /** Specialty whose communities are proposed first as recipients. */
  readonly recipientSpecialty: string;
  readonly urgency: 'urgent' | 'normal';
  /** Field of the question asked. */
  readonly questionField: string;
  /** Field of "dernière fois vu bien", from which the 4 h 30 run; null where the clock means nothing. */
  readonly lastSeenWellField: string | null;
};

export const dossierTypes: Readonly<Record<DossierType, TypeDescription>> = {
  avc: {
    prefix: 'AVC',
    formId: 'avc-request',
    answerFormId: 'avc-answer',
    recipientSpecialty: 'Neurologie',
    urgency: 'urgent',
    questionField: 'question',
    lastSeenWellField: 'last-seen-well',
  },
};
