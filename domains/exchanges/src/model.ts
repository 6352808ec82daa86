import type { ResponseCode, ResponseReasonCode } from '@liaison/mio';
import type {
  ExchangeAct,
  ExchangeState,
  KnownParticipant,
  OutgoingState,
  Partner,
  Reason,
  Way,
} from './contract.ts';
import type { Arrival } from './ports.ts';

/** Messages that answer others: nobody controls them in return, nor acknowledges them, or answers would answer answers. */
const replyTypes: ReadonlySet<string> = new Set(['M40', 'M41']);

export function isReply(messageType: string): boolean {
  return replyTypes.has(messageType);
}

/** Messages that stand on a call for tenders: before it, they are out of order. */
const followers: ReadonlySet<string> = new Set(['M11', 'M13', 'M23', 'M24', 'M30', 'M31', 'M33']);

export function standsOnCall(messageType: string): boolean {
  return followers.has(messageType);
}

export function isSame(one: KnownParticipant, other: { scheme?: string; id?: string } | undefined): boolean {
  return other !== undefined && one.scheme === other.scheme && one.id === other.id;
}

/** What an arrival tells of who brought it, beside the message itself. */
export type Bearing = Pick<Arrival, 'channel' | 'endpoint'> & {
  /** Mail: the address that it came from. */
  readonly address?: string | undefined;
  /** HTTP: the identifiers of the structure whose session brought it. */
  readonly participants?: readonly KnownParticipant[] | undefined;
};

/** Whether this partner may have brought it this way. */
export function mayCome(partner: Partner, bearing: Bearing): boolean {
  return partner.isActive && partner.ways.some((one) => isHisWay(one, partner, bearing));
}

function isHisWay(way: Way, partner: Partner, bearing: Bearing): boolean {
  if (way.channel !== bearing.channel) return false;
  if (way.channel === 'http')
    return bearing.participants?.some((known) => isSame(partner.participant, known)) === true;
  if (way.endpoint !== bearing.endpoint) return false;
  if (way.channel !== 'mail') return true;
  const from = bearing.address?.toLowerCase();
  return way.addresses.some((address) => address.toLowerCase() === from);
}

/** What an acknowledgement makes of what we sent; null: nothing. Acknowledgements may overtake each other, and our own note. */
export function afterAcknowledgement(
  state: ExchangeState,
  step: 'RECU' | 'INTEGRE',
  response: ResponseCode,
): OutgoingState | null {
  const isOut = ['controlled', 'dispatched', 'received', 'rejected', 'failed'].includes(state);
  if (!isOut) return null;
  if (response === 'RE') return 'rejected';
  return step === 'INTEGRE' ? 'integrated' : 'received';
}

/** What the structure's own software makes of what it was given. */
export function afterIntegration(response: ResponseCode): 'integrated' | 'declined' {
  return response === 'RE' ? 'declined' : 'integrated';
}

/** The code that an acknowledgement of refusal gives for a reason. */
const responseReasons: Partial<Readonly<Record<Reason, ResponseReasonCode>>> = {
  unreadable: 'SV',
  'not-conform': 'BV',
  certificate: 'CERT',
  'other-signer': 'CERT',
  'out-of-order': 'WT',
  'id-reused': 'DUP',
};

export function responseReasonOf(reason: Reason): ResponseReasonCode {
  return responseReasons[reason] ?? 'AUTRE';
}

/** Set aside for something that a person may mend; the others are refused for good. */
const mendable: ReadonlySet<Reason> = new Set([
  'unknown-sender',
  'other-way',
  'not-allowed',
  'certificate',
  'not-conform',
  'control-failed',
  'unknown-reference',
  'out-of-order',
]);

/** What a person may do with it as it is now. What did not leave was refused by our control: another message replaces it. */
export function actsOf(exchange: {
  readonly direction: 'outgoing' | 'incoming';
  readonly state: ExchangeState;
  readonly reason: Reason | null;
}): ExchangeAct[] {
  const { direction, state, reason } = exchange;
  if (direction === 'outgoing') return state === 'failed' || state === 'controlled' ? ['retry'] : [];
  if (state === 'available') return ['integrate'];
  return state === 'quarantined' && reason !== null && mendable.has(reason) ? ['reexamine'] : [];
}

const firstDelayMs = 5000;
const longestDelayMs = 15 * 60_000;
/** How long a channel is tried before somebody must look at it: a week-end, and the Monday. */
export const patienceMs = 3 * 24 * 3_600_000;

/** Doubled at each failure, a quarter of an hour at most. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempts - 1));
}
