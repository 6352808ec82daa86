import type { z } from 'zod';
import type { lineStatus, overallStatus } from './contract.ts';

/**
 * The state machine of a télédossier (CCTP 3.1.2.6; functional grid, "State machine"): pure, and complete. Status is
 * kept per addressee; the overall one is derived. No imaging in here: the arrival of images never gates a transition.
 */
export type LineStatus = z.infer<typeof lineStatus>;
export type OverallStatus = z.infer<typeof overallStatus>;
export type Side = 'requerant' | 'requis';
export type RecipientRef = { readonly kind: 'community' | 'professional'; readonly id: string };

/** One addressee and how far it is. */
export type Line = {
  readonly id: string;
  readonly recipient: RecipientRef;
  readonly status: LineStatus;
  /** User id of its one taker; kept once the line has ended. */
  readonly takenBy: string | null;
  /** Closed by its own requis. */
  readonly isClosed: boolean;
};

export type DossierState = {
  readonly isSent: boolean;
  readonly lines: readonly Line[];
  readonly isClosedByRequerant: boolean;
};

/** Who asks: what his grants on the dossier open, and which subjects he embodies. */
export type Reader = {
  readonly userId: string;
  readonly subjects: readonly string[];
  readonly canAsk: boolean;
  readonly canAnswer: boolean;
};

/** Why a command is refused; each has its French text in fr.ts. */
export type RefusalCode =
  | 'not-requerant'
  | 'not-requis'
  | 'not-your-line'
  | 'addressee-unknown'
  | 'already-sent'
  | 'not-sent'
  | 'no-recipient'
  | 'recipient-already-there'
  | 'last-addressee'
  | 'already-taken'
  | 'taken-by-other'
  | 'not-taken'
  | 'already-answered'
  | 'line-refused'
  | 'line-withdrawn'
  | 'reason-needed'
  | 'already-closed'
  | 'not-closed'
  | 'closed-by-requerant'
  | 'closed-by-requis';

export type LineCommand =
  | 'take'
  | 'release'
  | 'ask-information'
  | 'information-given'
  | 'answer'
  | 'refuse'
  | 'withdraw';

/** `taker`: whether the act makes the actor its taker, leaves the taker as he is, or leaves none. */
type Step =
  | { to: LineStatus | 'before-information'; taker: 'self' | 'keep' | 'none' }
  | { refused: RefusalCode };

const to = (status: LineStatus | 'before-information', taker: 'self' | 'keep' | 'none' = 'keep'): Step => ({
  to: status,
  taker,
});
const no = (refused: RefusalCode): Step => ({ refused });

/** Every status by every command. Waiting for information blocks nothing: one may take, release and answer meanwhile. */
export const lineTable: Readonly<Record<LineStatus, Readonly<Record<LineCommand, Step>>>> = {
  'en-attente-de-reponse': {
    take: to('pris-en-charge', 'self'),
    release: no('not-taken'),
    'ask-information': to('en-attente-d-information'),
    'information-given': to('en-attente-de-reponse'),
    answer: no('not-taken'),
    refuse: to('refuse'),
    withdraw: to('retire'),
  },
  'pris-en-charge': {
    take: no('already-taken'),
    release: to('en-attente-de-reponse', 'none'),
    'ask-information': to('en-attente-d-information'),
    'information-given': to('pris-en-charge'),
    answer: to('repondu'),
    refuse: to('refuse'),
    withdraw: to('retire'),
  },
  'en-attente-d-information': {
    take: to('en-attente-d-information', 'self'),
    release: to('en-attente-d-information', 'none'),
    'ask-information': to('en-attente-d-information'),
    'information-given': to('before-information'),
    answer: to('repondu', 'self'),
    refuse: to('refuse'),
    withdraw: to('retire'),
  },
  repondu: {
    take: no('already-answered'),
    release: no('already-answered'),
    'ask-information': no('already-answered'),
    'information-given': to('repondu'),
    answer: no('already-answered'),
    refuse: no('already-answered'),
    withdraw: no('already-answered'),
  },
  refuse: {
    take: no('line-refused'),
    release: no('line-refused'),
    'ask-information': no('line-refused'),
    'information-given': to('refuse'),
    answer: no('line-refused'),
    refuse: no('line-refused'),
    // Whoever refused because the address was wrong must still be able to lose his access.
    withdraw: to('retire'),
  },
  retire: {
    take: no('line-withdrawn'),
    release: no('line-withdrawn'),
    'ask-information': no('line-withdrawn'),
    'information-given': to('retire'),
    answer: no('line-withdrawn'),
    refuse: no('line-withdrawn'),
    withdraw: no('line-withdrawn'),
  },
};

/** A line that may still bring an answer, or brought one. */
export function isLiving(line: { readonly status: LineStatus }): boolean {
  return line.status !== 'refuse' && line.status !== 'retire';
}

export function isAnswered(state: DossierState): boolean {
  return state.lines.some((line) => line.status === 'repondu');
}

/** The lines on which this reader stands as requis. */
export function linesOf(state: DossierState, reader: Reader): readonly Line[] {
  return state.lines.filter(
    (line) => line.status !== 'retire' && reader.subjects.includes(line.recipient.id),
  );
}

/** The requis side is closed once each line that counts is: the living ones, else those that refused. */
export function isClosedByRequis(state: DossierState): boolean {
  const living = state.lines.filter(isLiving);
  const counting = living.length > 0 ? living : state.lines.filter((line) => line.status === 'refuse');
  return counting.length > 0 && counting.every((line) => line.isClosed);
}

const advance: Readonly<Record<LineStatus, number>> = {
  retire: 0,
  refuse: 0,
  'en-attente-de-reponse': 1,
  'en-attente-d-information': 2,
  'pris-en-charge': 3,
  repondu: 4,
};

/**
 * The most advanced living line, "répondu" as soon as one answered; "refusé" when none lives. "Clos" once both sides
 * closed, or once the requérant closed what nobody had answered.
 */
export function overallStatusOf(state: DossierState): OverallStatus {
  if (!state.isSent) return 'brouillon';
  if (state.isClosedByRequerant && (isClosedByRequis(state) || !isAnswered(state))) return 'clos';
  const living = state.lines.filter(isLiving).map((line) => line.status);
  return living.reduce<Exclude<LineStatus, 'retire'>>(
    (best, status) => (status !== 'retire' && advance[status] > advance[best] ? status : best),
    'refuse',
  );
}
