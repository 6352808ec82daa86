import type { DraftMessage } from '@liaison/mio';
import type { OfferDraft, SubjectName, Subjects } from './subjects.ts';

/** What to do with each kind of subject. */
export type Visitor = { readonly [Name in SubjectName]: (subject: Subjects[Name]) => void };

/** Goes once through a message, in the document's order. */
export function visitSubjects(message: DraftMessage, visitor: Visitor): void {
  visitor.message({ path: [], message });
  visitWhole(message, visitor);
}

function visitWhole(message: DraftMessage, visitor: Visitor): void {
  const path: [] = [];
  switch (message.type) {
    case 'M10':
    case 'M11':
      return visitor.need({ path, message });
    case 'M12':
    case 'M24':
      return visitor.enquiry({ path, message });
    case 'M13':
    case 'M25':
      return visitor.answer({ path, message });
    case 'M20':
      return visitOffer(message, visitor);
    case 'M21':
      return visitor.withdrawal({ path, message });
    case 'M22':
      return visitor.envelope({ path, message });
    case 'M23':
      return visitor.receipt({ path, message });
    case 'M30':
      return visitor.award({ path, message });
    case 'M31':
      return visitor.rejection({ path, message });
    case 'M32':
      return visitor.commitment({ path, message });
    case 'M33':
      return visitor['no-award']({ path, message });
    case 'M40':
    case 'M41':
      return undefined;
    case 'M50':
      return visitor.bundle({ path, message });
    case 'M51':
      return visitor.catalogue({ path, message });
  }
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
