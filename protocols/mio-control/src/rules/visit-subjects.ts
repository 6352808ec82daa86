import type { DraftMessage } from '@liaison/mio';
import type { OfferDraft, SubjectName, Subjects } from './subjects.ts';

/** What to do with each kind of subject. */
export type Visitor = { readonly [Name in SubjectName]: (subject: Subjects[Name]) => void };

/** Goes once through a message, in the document's order. */
export function visitSubjects(message: DraftMessage, visitor: Visitor): void {
  visitor.message({ path: [], message });
  if (message.type === 'M10' || message.type === 'M11') visitor.need({ path: [], message });
  if (message.type === 'M20') visitOffer(message, visitor);
  if (message.type === 'M30') visitor.award({ path: [], message });
}

function visitOffer(message: OfferDraft, visitor: Visitor): void {
  visitor.offer({ path: [], message });
  for (const [index, lot] of (message.lots ?? []).entries()) {
    const path = ['lots', index];
    visitor['offered-lot']({ path, message, lot });
    for (const [place, line] of (lot.lines ?? []).entries())
      visitor['offer-line']({ path: [...path, 'lines', place], message, lot, line });
  }
}
