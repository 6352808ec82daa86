import {
  pduTypes,
  type Abort,
  type AnsweredContext,
  type AssociateAc,
  type AssociateRj,
  type AssociateRq,
  type ProposedContext,
  type UserInformation,
} from './pdu.ts';

/** PDUs to bytes (PS3.8 section 9.3). */

function pdu(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt8(type, 0);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function item(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(4);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** Exactly 16 bytes, padded with spaces (PS3.8 table 9-11). */
function aeTitle(title: string): Buffer {
  return ascii(title.slice(0, 16).padEnd(16, ' '));
}

export function writeAssociateRq(associate: AssociateRq): Buffer {
  return pdu(pduTypes.associateRq, associateBody(associate, associate.contexts.map(writeProposedContext)));
}

export function writeAssociateAc(associate: AssociateAc): Buffer {
  return pdu(pduTypes.associateAc, associateBody(associate, associate.contexts.map(writeAnsweredContext)));
}

function associateBody(associate: Omit<AssociateRq, 'contexts'>, contexts: Buffer[]): Buffer {
  const version = Buffer.alloc(4);
  version.writeUInt16BE(associate.protocolVersion, 0);
  return Buffer.concat([
    version,
    aeTitle(associate.calledAeTitle),
    aeTitle(associate.callingAeTitle),
    Buffer.alloc(32),
    item(0x10, ascii(associate.applicationContext)),
    ...contexts,
    writeUserInformation(associate.userInformation),
  ]);
}

function writeProposedContext(context: ProposedContext): Buffer {
  return item(
    0x20,
    Buffer.from([context.id, 0, 0, 0]),
    item(0x30, ascii(context.abstractSyntax)),
    ...context.transferSyntaxes.map((syntax) => item(0x40, ascii(syntax))),
  );
}

function writeAnsweredContext(context: AnsweredContext): Buffer {
  return item(
    0x21,
    Buffer.from([context.id, 0, context.result, 0]),
    item(0x40, ascii(context.transferSyntax)),
  );
}

function writeUserInformation(information: UserInformation): Buffer {
  const maximum = Buffer.alloc(4);
  maximum.writeUInt32BE(information.maxPduLength);
  const parts = [item(0x51, maximum), item(0x52, ascii(information.implementationClassUID))];
  if (information.asyncOperationsWindow) {
    const window = Buffer.alloc(4);
    window.writeUInt16BE(information.asyncOperationsWindow.invoked, 0);
    window.writeUInt16BE(information.asyncOperationsWindow.performed, 2);
    parts.push(item(0x53, window));
  }
  for (const role of information.roleSelections) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(role.SOPClassUID.length);
    parts.push(
      item(0x54, length, ascii(role.SOPClassUID), Buffer.from([Number(role.scu), Number(role.scp)])),
    );
  }
  if (information.implementationVersionName)
    parts.push(item(0x55, ascii(information.implementationVersionName)));
  const { userIdentity, userIdentityResponse } = information;
  if (userIdentity) {
    const { type, wantsResponse, primary, secondary } = userIdentity;
    parts.push(item(0x58, Buffer.from([type, Number(wantsResponse)]), sized(primary), sized(secondary)));
  }
  if (userIdentityResponse) parts.push(item(0x59, sized(userIdentityResponse)));
  return item(0x50, ...parts);
}

/** A field after its length on 16 bits. */
function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function writeAssociateRj(rejection: AssociateRj): Buffer {
  return pdu(pduTypes.associateRj, Buffer.from([0, rejection.result, rejection.source, rejection.reason]));
}

export function writeReleaseRq(): Buffer {
  return pdu(pduTypes.releaseRq, Buffer.alloc(4));
}

export function writeReleaseRp(): Buffer {
  return pdu(pduTypes.releaseRp, Buffer.alloc(4));
}

export function writeAbort(abort: Abort): Buffer {
  return pdu(pduTypes.abort, Buffer.from([0, 0, abort.source, abort.reason]));
}

export type Fragment = { readonly contextId: number; readonly isCommand: boolean; readonly isLast: boolean };

/** Header of a P-DATA-TF that holds one presentation data value of `length` bytes, which follow it. */
export function writeDataHeader(fragment: Fragment, length: number): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(pduTypes.pDataTf, 0);
  header.writeUInt32BE(length + 6, 2);
  header.writeUInt32BE(length + 2, 6);
  header.writeUInt8(fragment.contextId, 10);
  // Message control header (PS3.8 annex E.2): bit 0 command, bit 1 last fragment.
  header.writeUInt8(Number(fragment.isCommand) | (Number(fragment.isLast) << 1), 11);
  return header;
}

/** Bytes of a data set in a P-DATA-TF of that length: an even number (PS3.8 annex E.1). */
export function roomOf(maxPduLength: number): number {
  return (maxPduLength - 6) & ~1;
}

/**
 * A message part as P-DATA-TF PDUs of at most `maxPduLength` bytes each: headers, and views of `bytes`. Fragments have
 * even lengths when `bytes` has.
 */
export function writeDataPdus(
  fragment: Omit<Fragment, 'isLast'>,
  bytes: Uint8Array,
  maxPduLength: number,
  isLast = true,
): Uint8Array[] {
  const room = roomOf(maxPduLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  do {
    const end = Math.min(at + room, bytes.length);
    parts.push(writeDataHeader({ ...fragment, isLast: isLast && end === bytes.length }, end - at));
    parts.push(bytes.subarray(at, end));
    at = end;
  } while (at < bytes.length);
  return parts;
}
