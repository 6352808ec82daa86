import { DicomError } from '../error.ts';
import type {
  Abort,
  AnsweredContext,
  AssociateAc,
  AssociateRj,
  AssociateRq,
  ProposedContext,
  RoleSelection,
  UserIdentity,
  UserInformation,
} from './pdu.ts';

/**
 * PDU bodies (PS3.8 section 9.3), that is what follows the six bytes of header. Every length is held against the end of
 * what contains it; anything wrong is a `DicomError` of reason `malformed`.
 */

const fixedPartLength = 68;
const itemTypes = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  answeredContext: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maximumLength: 0x51,
  implementationClass: 0x52,
  asyncOperations: 0x53,
  roleSelection: 0x54,
  implementationVersion: 0x55,
  userIdentity: 0x58,
  userIdentityResponse: 0x59,
} as const;

type Item = { type: number; body: Buffer };

/** Items one after another: type, reserved, length on 16 bits, content. */
function* readItems(bytes: Buffer): Generator<Item> {
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) throw new DicomError('malformed', 'an item header is cut');
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw new DicomError('malformed', 'an item goes past what holds it');
    yield { type: bytes.readUInt8(at), body: bytes.subarray(at + 4, end) };
    at = end;
  }
}

/** AE titles and UIDs: padding of spaces and, against the standard but met, of NULs. */
function readText(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
}

export function readAssociateRq(body: Buffer): AssociateRq {
  const contexts: ProposedContext[] = [];
  const common = readAssociate(body, (item) => {
    if (item.type === itemTypes.proposedContext) contexts.push(readProposedContext(item.body));
  });
  if (contexts.length === 0) throw new DicomError('malformed', 'no presentation context');
  if (new Set(contexts.map((context) => context.id)).size !== contexts.length) {
    throw new DicomError('malformed', 'two presentation contexts have one id');
  }
  return { ...common, contexts };
}

export function readAssociateAc(body: Buffer): AssociateAc {
  const contexts: AnsweredContext[] = [];
  const common = readAssociate(body, (item) => {
    if (item.type === itemTypes.answeredContext) contexts.push(readAnsweredContext(item.body));
  });
  return { ...common, contexts };
}

function readAssociate(body: Buffer, takeContext: (item: Item) => void): Omit<AssociateRq, 'contexts'> {
  if (body.length < fixedPartLength)
    throw new DicomError('malformed', 'A-ASSOCIATE shorter than its fixed part');
  let applicationContext = '';
  let userInformation: UserInformation | undefined;
  for (const item of readItems(body.subarray(fixedPartLength))) {
    if (item.type === itemTypes.applicationContext) applicationContext = readText(item.body);
    else if (item.type === itemTypes.userInformation) userInformation = readUserInformation(item.body);
    else takeContext(item);
  }
  if (!userInformation) throw new DicomError('malformed', 'no user information');
  return {
    protocolVersion: body.readUInt16BE(0),
    calledAeTitle: readText(body.subarray(4, 20)),
    callingAeTitle: readText(body.subarray(20, 36)),
    applicationContext,
    userInformation,
  };
}

function readContextHead(body: Buffer): number {
  if (body.length < 4) throw new DicomError('malformed', 'presentation context shorter than its fixed part');
  return body.readUInt8(0);
}

function readProposedContext(body: Buffer): ProposedContext {
  const id = readContextHead(body);
  if (id % 2 === 0) throw new DicomError('malformed', 'presentation context with an even id');
  let abstractSyntax = '';
  const transferSyntaxes: string[] = [];
  for (const item of readItems(body.subarray(4))) {
    if (item.type === itemTypes.abstractSyntax) abstractSyntax = readText(item.body);
    else if (item.type === itemTypes.transferSyntax) transferSyntaxes.push(readText(item.body));
  }
  return { id, abstractSyntax, transferSyntaxes };
}

function readAnsweredContext(body: Buffer): AnsweredContext {
  const id = readContextHead(body);
  let transferSyntax = '';
  for (const item of readItems(body.subarray(4))) {
    if (item.type === itemTypes.transferSyntax) transferSyntax = readText(item.body);
  }
  return { id, result: body.readUInt8(2), transferSyntax };
}

function readUserInformation(body: Buffer): UserInformation {
  const roleSelections: RoleSelection[] = [];
  let information: UserInformation = { maxPduLength: 0, implementationClassUID: '', roleSelections };
  for (const item of readItems(body)) {
    if (item.type === itemTypes.roleSelection) roleSelections.push(readRoleSelection(item.body));
    else information = { ...information, ...readSubItem(item) };
  }
  return information;
}

function readSubItem({ type, body }: Item): Partial<UserInformation> {
  switch (type) {
    case itemTypes.maximumLength:
      return { maxPduLength: atLeast(body, 4).readUInt32BE(0) };
    case itemTypes.implementationClass:
      return { implementationClassUID: readText(body) };
    case itemTypes.implementationVersion:
      return { implementationVersionName: readText(body) };
    case itemTypes.asyncOperations: {
      const window = atLeast(body, 4);
      return {
        asyncOperationsWindow: { invoked: window.readUInt16BE(0), performed: window.readUInt16BE(2) },
      };
    }
    case itemTypes.userIdentity:
      return { userIdentity: readUserIdentity(body) };
    case itemTypes.userIdentityResponse:
      return { userIdentityResponse: Buffer.from(readSized(body, 0)) };
    default:
      return {};
  }
}

/** Copies: the body belongs to the reader. */
function readUserIdentity(body: Buffer): UserIdentity {
  const primary = readSized(body, 2);
  const secondary = readSized(body, 4 + primary.length);
  return {
    type: body.readUInt8(0),
    wantsResponse: body.readUInt8(1) === 1,
    primary: Buffer.from(primary),
    secondary: Buffer.from(secondary),
  };
}

/** A field after its length on 16 bits. */
function readSized(body: Buffer, at: number): Buffer {
  const end = at + 2 + atLeast(body, at + 2).readUInt16BE(at);
  return atLeast(body, end).subarray(at + 2, end);
}

function readRoleSelection(body: Buffer): RoleSelection {
  const length = atLeast(body, 2).readUInt16BE(0);
  const roles = atLeast(body, 2 + length + 2);
  return {
    SOPClassUID: readText(body.subarray(2, 2 + length)),
    scu: roles.readUInt8(2 + length) === 1,
    scp: roles.readUInt8(3 + length) === 1,
  };
}

function atLeast(body: Buffer, length: number): Buffer {
  if (body.length < length) throw new DicomError('malformed', 'an item is shorter than its content');
  return body;
}

export function readAssociateRj(body: Buffer): AssociateRj {
  const bytes = atLeast(body, 4);
  return { result: bytes.readUInt8(1), source: bytes.readUInt8(2), reason: bytes.readUInt8(3) };
}

export function readAbort(body: Buffer): Abort {
  const bytes = atLeast(body, 4);
  return { source: bytes.readUInt8(2), reason: bytes.readUInt8(3) };
}
