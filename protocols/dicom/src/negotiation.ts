import { contextResults, type AnsweredContext, type ProposedContext } from './pdu.ts';
import {
  ImplicitVRLittleEndian,
  isStorableTransferSyntax,
  isStorageSopClass,
  verificationSopClass,
} from './uid.ts';

/** A presentation context that both sides agreed on. */
export type NegotiatedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUID: string;
};

/**
 * Answers proposed contexts (PS3.8 section 9.3.3.2): verification and every storage SOP class, in the first transfer
 * syntax of the requestor's list that we store. The requestor's order is kept because data sets are stored as they come:
 * taking another syntax would only make it transcode.
 */
export function answerContexts(proposed: readonly ProposedContext[]): {
  answers: AnsweredContext[];
  negotiated: NegotiatedContext[];
} {
  const negotiated: NegotiatedContext[] = [];
  const answers = proposed.map(({ id, abstractSyntax, transferSyntaxes }) => {
    if (abstractSyntax !== verificationSopClass && !isStorageSopClass(abstractSyntax)) {
      return refused(id, contextResults.abstractSyntaxNotSupported);
    }
    const transferSyntax = transferSyntaxes.find(isStorableTransferSyntax);
    if (transferSyntax === undefined) return refused(id, contextResults.transferSyntaxesNotSupported);
    negotiated.push({ id, abstractSyntax, transferSyntaxUID: transferSyntax });
    return { id, result: contextResults.acceptance, transferSyntax };
  });
  return { answers, negotiated };
}

/** The transfer syntax of a refusal is of no meaning, but some requestors insist on reading one. */
function refused(id: number, result: number): AnsweredContext {
  return { id, result, transferSyntax: ImplicitVRLittleEndian };
}
