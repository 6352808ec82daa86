import { answerContexts, type NegotiatedContext } from './negotiation.ts';
import { announcedPduLength, type AssociateAc, type AssociateRq } from './pdu.ts';
import type { AssociationHandlers } from '../dimse/served-association.ts';
import {
  applicationContextName,
  implementationClassUid,
  implementationVersionName,
} from '../dictionary/uid.ts';

/** Operations that a requestor may have under way at once, if it asks for more than one (PS3.7 annex D.3.3.3). */
const maxOperations = 16;

/** The A-ASSOCIATE-AC for a request that is accepted, and what it agrees on. */
export function acceptanceOf(
  request: AssociateRq,
  handlers: AssociationHandlers,
): { answer: AssociateAc; negotiated: NegotiatedContext[] } {
  const { userIdentity, asyncOperationsWindow, roleSelections: asked } = request.userInformation;
  const { answers, negotiated, roleSelections } = answerContexts(request.contexts, handlers.services, asked);
  const answer: AssociateAc = {
    protocolVersion: 1,
    calledAeTitle: request.calledAeTitle,
    callingAeTitle: request.callingAeTitle,
    applicationContext: applicationContextName,
    contexts: answers,
    userInformation: {
      maxPduLength: announcedPduLength,
      implementationClassUID: implementationClassUid,
      implementationVersionName,
      ...(asyncOperationsWindow ? { asyncOperationsWindow: grantWindow(asyncOperationsWindow) } : {}),
      roleSelections,
      ...(userIdentity?.wantsResponse
        ? { userIdentityResponse: Buffer.from(handlers.identityResponse?.(request) ?? []) }
        : {}),
    },
  };
  return { answer, negotiated };
}

/** 0 asks for no limit. We perform what comes; what we invoke ourselves is one at a time. */
function grantWindow({ invoked }: { invoked: number }): { invoked: number; performed: number } {
  return { invoked: invoked === 0 ? maxOperations : Math.min(invoked, maxOperations), performed: 1 };
}
