import type { KnownParticipant, Partner, Reason } from '../contract.ts';
import { isSame, mayCome, type Bearing } from '../model.ts';
import type { Envelope } from './read-envelope.ts';

/** Why a message stops here, and whether its sender may be told: never who is not known to be the sender. */
export type Stop = {
  readonly state: 'quarantined' | 'refused';
  readonly reason: Reason;
  readonly isTold: boolean;
};

export type IncomingCase = {
  readonly envelope: Envelope | null;
  readonly bearing: Bearing;
  readonly partners: readonly Partner[];
  readonly own: readonly KnownParticipant[];
  readonly isProduction: boolean;
  readonly isReleased: boolean;
};

/** Who sent it, and whether it may be looked at at all: what its envelope decides, before its content is. */
export function judgeIncoming(given: IncomingCase): { partner: Partner | null; stop: Stop | null } {
  const { envelope, bearing, partners, own } = given;
  if (!envelope) {
    const candidates = partners.filter((one) => mayCome(one, bearing));
    const partner = candidates.length === 1 ? (candidates[0] ?? null) : null;
    return { partner, stop: { state: 'quarantined', reason: 'unreadable', isTold: partner !== null } };
  }
  const partner = partners.find((one) => isSame(one.participant, envelope.sender)) ?? null;
  if (!partner) return { partner, stop: { state: 'quarantined', reason: 'unknown-sender', isTold: false } };
  if (!mayCome(partner, bearing))
    return { partner: null, stop: { state: 'quarantined', reason: 'other-way', isTold: false } };
  const { receiver } = envelope;
  if (receiver && !own.some((one) => isSame(one, receiver)))
    return { partner, stop: { state: 'refused', reason: 'not-addressee', isTold: true } };
  if (envelope.isTest && given.isProduction)
    return { partner, stop: { state: 'refused', reason: 'test-in-production', isTold: true } };
  if (!partner.maySend.includes(envelope.type) && !given.isReleased)
    return { partner, stop: { state: 'quarantined', reason: 'not-allowed', isTold: true } };
  return { partner, stop: null };
}

export type OutgoingCase = {
  readonly envelope: Envelope | null;
  /** Chosen by who sends, where the message is for all. */
  readonly chosen: Partner | null;
  readonly partners: readonly Partner[];
  readonly own: readonly KnownParticipant[];
  readonly isProduction: boolean;
};

/** For whom a message of ours is, and whether its envelope lets it leave. */
export function judgeOutgoing(given: OutgoingCase): { partner: Partner | null; reason: Reason | null } {
  const { envelope, own, partners } = given;
  if (!envelope) return { partner: given.chosen, reason: 'unreadable' };
  if (!own.some((one) => isSame(one, envelope.sender))) return { partner: null, reason: 'not-sender' };
  const { receiver } = envelope;
  if (!receiver && !given.chosen) return { partner: null, reason: 'no-receiver' };
  const named = receiver ? partners.find((one) => isSame(one.participant, receiver)) : undefined;
  const partner = receiver ? (named ?? null) : given.chosen;
  const isOther = given.chosen !== null && partner?.id !== given.chosen.id;
  if (!partner?.isActive || isOther) return { partner: null, reason: 'unknown-receiver' };
  if (envelope.isTest && given.isProduction) return { partner, reason: 'test-in-production' };
  return { partner, reason: null };
}
