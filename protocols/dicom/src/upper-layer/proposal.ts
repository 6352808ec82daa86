import type { AcceptedContext, AssociationOptions, UserIdentityClaim } from '../dimse/association.ts';
import { defaultRoles } from './negotiation.ts';
import {
  announcedPduLength,
  type AnsweredContext,
  type AssociateRq,
  type ProposedContext,
  type RoleSelection,
  type UserIdentity,
} from './pdu.ts';
import {
  applicationContextName,
  implementationClassUid,
  implementationVersionName,
} from '../dictionary/uid.ts';

/** What a requestor proposes (PS3.8 section 9.3.2, PS3.7 annex D.3.3). */
export function proposalOf(options: AssociationOptions): AssociateRq {
  const { userIdentity, maxOperations = 1, roles = [] } = options;
  return {
    protocolVersion: 1,
    calledAeTitle: options.calledAeTitle,
    callingAeTitle: options.callingAeTitle,
    applicationContext: applicationContextName,
    contexts: options.contexts.map((context, index) => ({ id: index * 2 + 1, ...context })),
    userInformation: {
      maxPduLength: announcedPduLength,
      implementationClassUID: implementationClassUid,
      implementationVersionName,
      ...(maxOperations === 1 ? {} : { asyncOperationsWindow: { invoked: maxOperations, performed: 1 } }),
      roleSelections: roles,
      ...(userIdentity ? { userIdentity: encodeIdentity(userIdentity) } : {}),
    },
  };
}

function encodeIdentity({ username, passcode, wantsResponse }: UserIdentityClaim): UserIdentity {
  return {
    type: passcode === undefined ? 1 : 2,
    wantsResponse: wantsResponse ?? false,
    primary: Buffer.from(username),
    secondary: Buffer.from(passcode ?? ''),
  };
}

/** The contexts that were accepted, in the order of the proposal; roles are those asked for and granted alike. */
export function acceptedContexts(
  proposed: readonly ProposedContext[],
  asked: readonly RoleSelection[],
  answers: readonly AnsweredContext[],
  granted: readonly RoleSelection[],
): AcceptedContext[] {
  return proposed.flatMap(({ id, abstractSyntax, transferSyntaxes }) => {
    const answer = answers.find((candidate) => candidate.id === id);
    if (answer?.result !== 0 || !transferSyntaxes.includes(answer.transferSyntax)) return [];
    const want = asked.find((role) => role.SOPClassUID === abstractSyntax);
    const got = granted.find((role) => role.SOPClassUID === abstractSyntax);
    const roles = want && got ? { scu: want.scu && got.scu, scp: want.scp && got.scp } : defaultRoles;
    return [{ id, abstractSyntax, transferSyntaxUID: answer.transferSyntax, roles }];
  });
}
