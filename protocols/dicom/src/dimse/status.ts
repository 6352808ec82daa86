/** Status codes of DIMSE responses (PS3.7 annex C, PS3.4 section B.2.3 for C-STORE). */
export const statuses = {
  success: 0x0000,
  cancel: 0xfe00,
  pending: 0xff00,
  /** C-FIND: pending, and some optional keys were not used to match. */
  pendingWithoutOptionalKeys: 0xff01,
  /** Too many requests at once. */
  resourceLimitation: 0x0213,
  /** Refused: SOP class not supported. */
  sopClassNotSupported: 0x0122,
  duplicateInvocation: 0x0210,
  unrecognizedOperation: 0x0211,
  mistypedArgument: 0x0212,
  notAuthorized: 0x0124,
  processingFailure: 0x0110,
  noSuchSopInstance: 0x0112,
  /** C-STORE: refused, out of resources. The sender may try again later. */
  outOfResources: 0xa700,
  /** C-STORE: data set does not match SOP class; also when its UIDs are not those of the command. */
  dataSetMismatch: 0xa900,
  /** C-STORE: cannot understand. */
  cannotUnderstand: 0xc000,
} as const;

const names = new Map<number, string>([
  [statuses.success, 'Success'],
  [statuses.cancel, 'Cancel'],
  [statuses.pending, 'Pending'],
  [statuses.pendingWithoutOptionalKeys, 'Pending, optional keys not supported'],
  [0x0001, 'Warning: requested optional attributes are not supported'],
  [0x0105, 'No such attribute'],
  [0x0106, 'Invalid attribute value'],
  [0x0107, 'Attribute list error'],
  [statuses.processingFailure, 'Processing failure'],
  [0x0111, 'Duplicate SOP instance'],
  [statuses.noSuchSopInstance, 'No such SOP instance'],
  [0x0113, 'No such event type'],
  [0x0114, 'No such argument'],
  [0x0115, 'Invalid argument value'],
  [0x0116, 'Attribute value out of range'],
  [0x0117, 'Invalid SOP instance'],
  [0x0118, 'No such SOP class'],
  [0x0119, 'Class-instance conflict'],
  [0x0120, 'Missing attribute'],
  [0x0121, 'Missing attribute value'],
  [statuses.sopClassNotSupported, 'Refused: SOP class not supported'],
  [0x0123, 'No such action type'],
  [statuses.notAuthorized, 'Refused: not authorized'],
  [statuses.duplicateInvocation, 'Duplicate invocation'],
  [statuses.unrecognizedOperation, 'Unrecognized operation'],
  [statuses.mistypedArgument, 'Mistyped argument'],
  [statuses.resourceLimitation, 'Resource limitation'],
  [0xb000, 'Warning: coercion of data elements'],
  [0xb006, 'Warning: elements discarded'],
  [0xb007, 'Warning: data set does not match SOP class'],
]);

/** First number of ranges whose low bits the implementation chooses, most precise first. */
const ranges: readonly (readonly [mask: number, value: number, name: string])[] = [
  [0xff00, 0xa700, 'Refused: out of resources'],
  [0xff00, 0xa900, 'Error: data set does not match SOP class'],
  [0xf000, 0xc000, 'Error: cannot understand'],
  [0xf000, 0xb000, 'Warning'],
  [0xf000, 0xa000, 'Failure'],
];

/** English name of a status, as the standard words it. */
export function describeStatus(status: number): string {
  const known = names.get(status) ?? ranges.find(([mask, value]) => (status & mask) === value)?.[2];
  return known ?? `Status ${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}

/** Whether the performer has done what was asked: success, or a warning (PS3.7 annex C.1 and C.3). */
export function isDone(status: number): boolean {
  return status === statuses.success || status === 0x0001 || (status & 0xf000) === 0xb000;
}

/** Whether more responses to the same request follow. */
export function isPending(status: number): boolean {
  return status === statuses.pending || status === statuses.pendingWithoutOptionalKeys;
}
