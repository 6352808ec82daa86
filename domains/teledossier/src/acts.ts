import type { ActName } from './contract.ts';
import { decide, type Command } from './decide.ts';
import { linesOf, overallStatusOf, type DossierState, type Reader, type RefusalCode } from './model.ts';

/** One act that the reader's side has, and why it cannot be done now. */
export type JudgedAct = {
  readonly name: ActName;
  readonly addresseeId: string | null;
  readonly refusal: RefusalCode | null;
};

const requisActs = ['take', 'release', 'ask-information', 'answer', 'refuse'] as const;

/**
 * The acts of the reader's side or sides, each judged by `decide`. What the other side alone does is left out: no
 * button that the reader could never use.
 */
export function actsOf(state: DossierState, reader: Reader, recipientCount: number): readonly JudgedAct[] {
  const judge = (name: ActName, command: Command, addresseeId: string | null = null): JudgedAct => {
    const decision = decide(state, reader, command);
    return { name, addresseeId, refusal: decision.ok ? null : decision.error };
  };
  if (!state.isSent) return reader.canAsk ? draftActs(judge, recipientCount) : [];
  return [
    ...(reader.canAsk ? requerantActs(judge, state) : []),
    ...(reader.canAnswer ? requisActsOf(judge, state, reader) : []),
  ];
}

type Judge = (name: ActName, command: Command, addresseeId?: string | null) => JudgedAct;

function draftActs(judge: Judge, recipientCount: number): JudgedAct[] {
  const recipient = { kind: 'community', id: 'any' } as const;
  const to = recipientCount > 0 ? [{ id: 'any', recipient }] : [];
  return [
    judge('edit', { name: 'edit' }),
    judge('send', { name: 'send', to }),
    judge('delete-draft', { name: 'delete-draft' }),
  ];
}

function requerantActs(judge: Judge, state: DossierState): JudgedAct[] {
  const side = 'requerant' as const;
  return [
    judge('complement', { name: 'complement', answeredLineIds: [] }),
    judge('readdress', { name: 'readdress', to: [] }),
    ...state.lines
      .filter((line) => line.status !== 'retire')
      .map((line) => judge('withdraw', { name: 'withdraw', lineId: line.id }, line.id)),
    state.isClosedByRequerant
      ? judge('reopen-requerant', { name: 'reopen', side })
      : judge('close-requerant', { name: 'close', side, hasReason: true }),
  ];
}

function requisActsOf(judge: Judge, state: DossierState, reader: Reader): JudgedAct[] {
  const own = linesOf(state, reader);
  if (own.length === 0) return [];
  const side = 'requis' as const;
  return [
    ...own.flatMap((line) => requisActs.map((name) => judge(name, { name, lineId: line.id }, line.id))),
    own.every((line) => line.isClosed)
      ? judge('reopen-requis', { name: 'reopen', side })
      : judge('close-requis', { name: 'close', side, hasReason: true }),
  ];
}

const mainOrder = {
  brouillon: ['edit'],
  // What the reader is awaited for, most pressing first.
  sent: ['answer', 'take', 'complement', 'readdress', 'close-requis', 'close-requerant'],
} as const satisfies Record<string, readonly ActName[]>;

/** The one act that a row offers: a request for information first, then the answer, the taking, the closing. */
export function mainActOf(state: DossierState, acts: readonly JudgedAct[]): JudgedAct | null {
  const isUseful = (act: JudgedAct) => act.refusal === null && isAwaited(state, act);
  const order: readonly ActName[] = state.isSent ? mainOrder.sent : mainOrder.brouillon;
  return order.flatMap((name) => acts.filter((act) => act.name === name && isUseful(act)))[0] ?? null;
}

function isAwaited(state: DossierState, act: JudgedAct): boolean {
  const line = state.lines.find((one) => one.id === act.addresseeId);
  switch (act.name) {
    case 'answer':
      return line?.takenBy !== null;
    case 'complement':
      return state.lines.some((one) => one.status === 'en-attente-d-information');
    case 'readdress':
      return overallStatusOf(state) === 'refuse';
    case 'close-requerant':
      return state.lines.some((one) => one.status === 'repondu');
    case 'close-requis':
      return state.lines.some((one) => one.status === 'repondu') || state.isClosedByRequerant;
    default:
      return true;
  }
}
