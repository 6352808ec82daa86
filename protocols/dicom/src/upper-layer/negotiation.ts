import { contextResults, type AnsweredContext, type ProposedContext, type RoleSelection } from './pdu.ts';
import { isGetSopClass } from '../dictionary/sop-classes.ts';
import {
  ImplicitVRLittleEndian,
  isStorableTransferSyntax,
  isStorageSopClass,
  verificationSopClass,
} from '../dictionary/uid.ts';

/** What the requestor of an association may do on a context: invoke operations (SCU), perform them (SCP). */
export type Roles = { readonly scu: boolean; readonly scp: boolean };

/** A presentation context that both sides agreed on. */
export type NegotiatedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUID: string;
  /** Of the requestor, whoever reads this. */
  readonly roles: Roles;
};

/** A service that an acceptor has beyond verification and storage. */
export type ServedService = {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  /** Roles that a requestor may take; SCU alone by default. */
  readonly roles?: Roles;
};

/** Roles where nothing is negotiated (PS3.7 annex D.3.3.4). */
export const defaultRoles: Roles = { scu: true, scp: false };

export type Negotiation = {
  readonly answers: AnsweredContext[];
  readonly negotiated: NegotiatedContext[];
  /** One for each that was proposed for a class of `negotiated`. */
  readonly roleSelections: RoleSelection[];
};

/**
 * Answers proposed contexts (PS3.8 section 9.3.3.2): verification and every storage SOP class, in the first transfer
 * syntax of the requestor's list that we store, and `services`. The requestor's order is kept because data sets are
 * stored as they come: taking another syntax would only make it transcode.
 */
export function answerContexts(
  proposed: readonly ProposedContext[],
  services: readonly ServedService[] = [],
  proposedRoles: readonly RoleSelection[] = [],
): Negotiation {
  const negotiated: NegotiatedContext[] = [];
  const roleSelections = new Map<string, RoleSelection>();
  const mayGet = services.some((service) => isGetSopClass(service.abstractSyntax));
  const answers = proposed.map(({ id, abstractSyntax, transferSyntaxes }) => {
    const service = findService(abstractSyntax, services, mayGet);
    if (!service) return refused(id, contextResults.abstractSyntaxNotSupported);
    const transferSyntax = transferSyntaxes.find((uid) => service.takes(uid));
    if (transferSyntax === undefined) return refused(id, contextResults.transferSyntaxesNotSupported);
    const asked = proposedRoles.find((role) => role.SOPClassUID === abstractSyntax);
    const roles = asked ? grant(asked, service.roles) : defaultRoles;
    // No role at all is no context (PS3.7 annex D.3.3.4.2).
    if (!roles.scu && !roles.scp) return refused(id, contextResults.userRejection);
    if (asked) roleSelections.set(abstractSyntax, { SOPClassUID: abstractSyntax, ...roles });
    negotiated.push({ id, abstractSyntax, transferSyntaxUID: transferSyntax, roles });
    return { id, result: contextResults.acceptance, transferSyntax };
  });
  return { answers, negotiated, roleSelections: [...roleSelections.values()] };
}

type Answerer = { takes(transferSyntaxUID: string): boolean; roles: Roles };

function findService(
  abstractSyntax: string,
  services: readonly ServedService[],
  mayGet: boolean,
): Answerer | undefined {
  if (isStorageSopClass(abstractSyntax))
    return { takes: isStorableTransferSyntax, roles: { scu: true, scp: mayGet } };
  if (abstractSyntax === verificationSopClass)
    return { takes: isStorableTransferSyntax, roles: { scu: true, scp: false } };
  const service = services.find((known) => known.abstractSyntax === abstractSyntax);
  return (
    service && {
      takes: (uid) => service.transferSyntaxes.includes(uid),
      roles: service.roles ?? defaultRoles,
    }
  );
}

function grant(asked: Roles, offered: Roles): Roles {
  return { scu: asked.scu && offered.scu, scp: asked.scp && offered.scp };
}

/** The transfer syntax of a refusal is of no meaning, but some requestors insist on reading one. */
function refused(id: number, result: number): AnsweredContext {
  return { id, result, transferSyntax: ImplicitVRLittleEndian };
}
