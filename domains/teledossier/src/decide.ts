import { failed, ok, type Result } from '@liaison/kernel';
import {
  isAnswered,
  isLiving,
  lineTable,
  linesOf,
  type DossierState,
  type Line,
  type LineCommand,
  type Reader,
  type RecipientRef,
  type RefusalCode,
  type Side,
} from './model.ts';

type NewLine = { readonly id: string; readonly recipient: RecipientRef };

/** What can be asked of a télédossier. Texts (question, answer, reasons) stay with the use cases; here only their rules. */
export type Command =
  | { name: 'edit' | 'delete-draft' }
  | { name: 'send'; to: readonly NewLine[] }
  | { name: 'readdress'; to: readonly NewLine[] }
  | { name: Exclude<LineCommand, 'information-given'>; lineId: string }
  /** `answeredLineIds`: lines whose last open information request this complement answers. */
  | { name: 'complement'; answeredLineIds: readonly string[] }
  | { name: 'close'; side: Side; hasReason: boolean }
  | { name: 'reopen'; side: Side };

export type Decision = Result<DossierState, RefusalCode>;

/** The next state, or why not. The only judge of what may be done: use cases obey it, buttons are drawn from it. */
export function decide(state: DossierState, reader: Reader, command: Command): Decision {
  switch (command.name) {
    case 'edit':
    case 'delete-draft':
      return decideDraft(state, reader);
    case 'send':
      return decideSend(state, reader, command.to);
    case 'readdress':
      return decideReaddress(state, reader, command.to);
    case 'complement':
      return decideComplement(state, reader, command.answeredLineIds);
    case 'close':
      return command.side === 'requerant'
        ? closeRequerant(state, reader, command.hasReason)
        : closeRequis(state, reader, command.hasReason);
    case 'reopen':
      return command.side === 'requerant' ? reopenRequerant(state, reader) : reopenRequis(state, reader);
    case 'withdraw':
      return decideWithdraw(state, reader, command.lineId);
    default:
      return decideOnLine(state, reader, command.name, command.lineId);
  }
}

function decideDraft(state: DossierState, reader: Reader): Decision {
  if (!reader.canAsk) return failed('not-requerant');
  return state.isSent ? failed('already-sent') : ok(state);
}

function decideSend(state: DossierState, reader: Reader, given: readonly NewLine[]): Decision {
  const draft = decideDraft(state, reader);
  if (!draft.ok) return draft;
  return given.length === 0
    ? failed('no-recipient')
    : ok({ ...state, isSent: true, lines: given.map(openLine) });
}

function openLine(given: NewLine): Line {
  return { ...given, status: 'en-attente-de-reponse', takenBy: null, isClosed: false };
}

function refusalOfRequerant(state: DossierState, reader: Reader): RefusalCode | null {
  if (!reader.canAsk) return 'not-requerant';
  return state.isSent ? null : 'not-sent';
}

function decideReaddress(state: DossierState, reader: Reader, given: readonly NewLine[]): Decision {
  const refusal = refusalOfRequerant(state, reader);
  if (refusal) return failed(refusal);
  if (state.isClosedByRequerant) return failed('closed-by-requerant');
  const present = state.lines.filter(isLiving);
  const isThere = (one: NewLine) => present.some((line) => line.recipient.id === one.recipient.id);
  if (given.some(isThere)) return failed('recipient-already-there');
  return ok({ ...state, lines: [...state.lines, ...given.map(openLine)] });
}

function decideComplement(state: DossierState, reader: Reader, answeredLineIds: readonly string[]): Decision {
  const refusal = refusalOfRequerant(state, reader);
  if (refusal) return failed(refusal);
  if (state.isClosedByRequerant) return failed('closed-by-requerant');
  const lines = state.lines.map((line) => {
    const isAwaited = answeredLineIds.includes(line.id);
    const next = isAwaited ? applyStep(line, 'information-given', reader.userId) : ok(line);
    return next.ok ? next.value : line;
  });
  return ok({ ...state, lines });
}

function decideWithdraw(state: DossierState, reader: Reader, lineId: string): Decision {
  const refusal = refusalOfRequerant(state, reader);
  if (refusal) return failed(refusal);
  const line = state.lines.find((one) => one.id === lineId);
  if (!line) return failed('addressee-unknown');
  const next = applyStep(line, 'withdraw', reader.userId);
  if (!next.ok) return next;
  const stays = state.lines.some((one) => one.id !== lineId && one.status !== 'retire');
  return stays ? ok(withLine(state, next.value)) : failed('last-addressee');
}

type RequisCommand = Exclude<LineCommand, 'information-given' | 'withdraw'>;

function decideOnLine(state: DossierState, reader: Reader, name: RequisCommand, lineId: string): Decision {
  if (!reader.canAnswer) return failed('not-requis');
  if (!state.isSent) return failed('not-sent');
  const line = state.lines.find((one) => one.id === lineId);
  if (!line) return failed('addressee-unknown');
  if (!reader.subjects.includes(line.recipient.id)) return failed('not-your-line');
  if (line.isClosed) return failed('closed-by-requis');
  if (name === 'ask-information' && state.isClosedByRequerant) return failed('closed-by-requerant');
  const next = applyStep(line, name, reader.userId);
  return next.ok ? ok(withLine(state, next.value)) : next;
}

/** One row and column of the table, after the rule of the one taker. */
function applyStep(line: Line, name: LineCommand, userId: string): Result<Line, RefusalCode> {
  const step = lineTable[line.status][name];
  if ('refused' in step) return failed(step.refused);
  const refusal = refusalOfTaker(line, name, userId);
  if (refusal) return failed(refusal);
  const takenBy = step.taker === 'none' ? null : step.taker === 'self' ? userId : line.takenBy;
  const before = line.takenBy === null ? 'en-attente-de-reponse' : 'pris-en-charge';
  return ok({ ...line, status: step.to === 'before-information' ? before : step.to, takenBy });
}

/** Releasing is open to colleagues of the taker: a request must not stay with someone who has left. */
function refusalOfTaker(line: Line, name: LineCommand, userId: string): RefusalCode | null {
  if (name === 'take') return line.takenBy === null ? null : 'already-taken';
  if (name === 'release') return line.takenBy === null ? 'not-taken' : null;
  const isHeldByOther = line.takenBy !== null && line.takenBy !== userId;
  const needsTaker = name === 'answer' || name === 'refuse' || name === 'ask-information';
  return needsTaker && isHeldByOther ? 'taken-by-other' : null;
}

function withLine(state: DossierState, changed: Line): DossierState {
  return { ...state, lines: state.lines.map((line) => (line.id === changed.id ? changed : line)) };
}

function closeRequerant(state: DossierState, reader: Reader, hasReason: boolean): Decision {
  const refusal = refusalOfRequerant(state, reader);
  if (refusal) return failed(refusal);
  if (state.isClosedByRequerant) return failed('already-closed');
  if (!hasReason && !isAnswered(state)) return failed('reason-needed');
  return ok({ ...state, isClosedByRequerant: true });
}

function reopenRequerant(state: DossierState, reader: Reader): Decision {
  const refusal = refusalOfRequerant(state, reader);
  if (refusal) return failed(refusal);
  return state.isClosedByRequerant ? ok({ ...state, isClosedByRequerant: false }) : failed('not-closed');
}

/** A requis closes his own lines: another addressee may be about to answer. */
function closeRequis(state: DossierState, reader: Reader, hasReason: boolean): Decision {
  const own = requisLines(state, reader);
  if (!own.ok) return own;
  const open = own.value.filter((line) => !line.isClosed);
  if (open.length === 0) return failed('already-closed');
  if (!hasReason && !open.some((line) => line.status === 'repondu')) return failed('reason-needed');
  return ok(withClosed(state, open, true));
}

function reopenRequis(state: DossierState, reader: Reader): Decision {
  const own = requisLines(state, reader);
  if (!own.ok) return own;
  const closed = own.value.filter((line) => line.isClosed);
  return closed.length > 0 ? ok(withClosed(state, closed, false)) : failed('not-closed');
}

function requisLines(state: DossierState, reader: Reader): Result<readonly Line[], RefusalCode> {
  if (!reader.canAnswer) return failed('not-requis');
  if (!state.isSent) return failed('not-sent');
  const own = linesOf(state, reader);
  return own.length > 0 ? ok(own) : failed('not-your-line');
}

function withClosed(state: DossierState, changed: readonly Line[], isClosed: boolean): DossierState {
  const ids = new Set(changed.map((line) => line.id));
  return { ...state, lines: state.lines.map((line) => (ids.has(line.id) ? { ...line, isClosed } : line)) };
}
