import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actsOf } from './acts.ts';
import { decide, type Command } from './decide.ts';
import {
  isAnswered, isClosedByRequis, isLiving, lineTable, overallStatusOf,
  type DossierState, type Line, type LineCommand, type Reader,
} from './model.ts';

const requerant: Reader = { userId: 'u-asker', subjects: ['u-asker', 'c-emergency'], canAsk: true, canAnswer: false };
const paul: Reader = { userId: 'u-paul', subjects: ['u-paul', 'c-stroke'], canAsk: false, canAnswer: true };
const anne: Reader = { userId: 'u-anne', subjects: ['u-anne', 'c-stroke'], canAsk: false, canAnswer: true };
const neuroradiologist: Reader = { userId: 'u-nri', subjects: ['u-nri', 'c-nri'], canAsk: false, canAnswer: true };
const stranger: Reader = { userId: 'u-other', subjects: ['u-other', 'c-other'], canAsk: false, canAnswer: false };
const people = [requerant, paul, anne, neuroradiologist, stranger];

const draft: DossierState = { isSent: false, lines: [], isClosedByRequerant: false };
const to = (id: string, recipientId: string) => ({ id, recipient: { kind: 'community' as const, id: recipientId } });

function done(state: DossierState, reader: Reader, command: Command): DossierState {
  const decision = decide(state, reader, command);
  if (!decision.ok) throw new Error(`refused: ${decision.error}`);
  return decision.value;
}
const refusal = (state: DossierState, reader: Reader, command: Command) => {
  const decision = decide(state, reader, command);
  return decision.ok ? null : decision.error;
};

const sent = done(draft, requerant, { name: 'send', to: [to('l1', 'c-stroke')] });
const taken = done(sent, paul, { name: 'take', lineId: 'l1' });
const asked = done(taken, paul, { name: 'ask-information', lineId: 'l1' });
const answered = done(taken, paul, { name: 'answer', lineId: 'l1' });
const statusOf = (state: DossierState) => state.lines[0]?.status;

describe('the state machine of a télédossier', () => {
  it('asks for one recipient, and for nothing else', () => {
    expect(refusal(draft, requerant, { name: 'send', to: [] })).toBe('no-recipient');
    expect(overallStatusOf(sent)).toBe('en-attente-de-reponse');
    expect(refusal(sent, requerant, { name: 'edit' })).toBe('already-sent');
  });

  it('has one taker, and tells a second one', () => {
    expect(refusal(taken, anne, { name: 'take', lineId: 'l1' })).toBe('already-taken');
    expect(refusal(taken, anne, { name: 'answer', lineId: 'l1' })).toBe('taken-by-other');
    expect(refusal(sent, paul, { name: 'answer', lineId: 'l1' })).toBe('not-taken');
  });

  it('lets a colleague release what its taker left behind', () => {
    const released = done(taken, anne, { name: 'release', lineId: 'l1' });
    expect(released.lines[0]).toMatchObject({ status: 'en-attente-de-reponse', takenBy: null });
  });

  it('returns to where it was once the information is given, taken or not', () => {
    const given: Command = { name: 'complement', answeredLineIds: ['l1'] };
    expect(statusOf(done(asked, requerant, given))).toBe('pris-en-charge');
    const askedUntaken = done(sent, paul, { name: 'ask-information', lineId: 'l1' });
    expect(statusOf(done(askedUntaken, requerant, given))).toBe('en-attente-de-reponse');
    expect(statusOf(done(asked, requerant, { name: 'complement', answeredLineIds: [] }))).toBe('en-attente-d-information');
  });

  it('lets the expert answer while information is awaited', () => {
    expect(statusOf(done(asked, paul, { name: 'answer', lineId: 'l1' }))).toBe('repondu');
  });

  it('asks a reason to close before an answer, and none after', () => {
    for (const [reader, side] of [[requerant, 'requerant'], [paul, 'requis']] as const) {
      expect(refusal(sent, reader, { name: 'close', side, hasReason: false })).toBe('reason-needed');
      expect(refusal(sent, reader, { name: 'close', side, hasReason: true })).toBeNull();
      expect(refusal(answered, reader, { name: 'close', side, hasReason: false })).toBeNull();
    }
  });

  it('is clos when both sides closed, or when the requérant cancelled what nobody answered', () => {
    const byRequerant: Command = { name: 'close', side: 'requerant', hasReason: true };
    expect(overallStatusOf(done(sent, requerant, byRequerant))).toBe('clos');
    const half = done(answered, requerant, byRequerant);
    expect(overallStatusOf(half)).toBe('repondu');
    const whole = done(half, paul, { name: 'close', side: 'requis', hasReason: false });
    expect(overallStatusOf(whole)).toBe('clos');
    expect(overallStatusOf(done(whole, paul, { name: 'reopen', side: 'requis' }))).toBe('repondu');
  });

  it('lets one requis close without stopping another addressee', () => {
    const two = done(draft, requerant, { name: 'send', to: [to('l1', 'c-stroke'), to('l2', 'c-nri')] });
    const closed = done(two, paul, { name: 'close', side: 'requis', hasReason: true });
    expect(refusal(closed, paul, { name: 'take', lineId: 'l1' })).toBe('closed-by-requis');
    expect(refusal(closed, neuroradiologist, { name: 'take', lineId: 'l2' })).toBeNull();
    expect(isClosedByRequis(closed)).toBe(false);
  });

  it('opens a new line when whoever refused is asked again', () => {
    const refusedOnce = done(sent, paul, { name: 'refuse', lineId: 'l1' });
    expect(overallStatusOf(refusedOnce)).toBe('refuse');
    const again = done(refusedOnce, requerant, { name: 'readdress', to: [to('l2', 'c-stroke')] });
    expect(again.lines.map((line) => line.status)).toEqual(['refuse', 'en-attente-de-reponse']);
    expect(refusal(again, requerant, { name: 'readdress', to: [to('l3', 'c-stroke')] })).toBe('recipient-already-there');
  });

  it('never leaves a request without anyone addressed', () => {
    expect(refusal(sent, requerant, { name: 'withdraw', lineId: 'l1' })).toBe('last-addressee');
    const two = done(sent, requerant, { name: 'readdress', to: [to('l2', 'c-nri')] });
    expect(statusOf(done(two, requerant, { name: 'withdraw', lineId: 'l1' }))).toBe('retire');
  });

  it('offers only acts of the reader’s own side, and each one as decide judges it', () => {
    expect(actsOf(taken, stranger, 0)).toEqual([]);
    expect(actsOf(taken, neuroradiologist, 0)).toEqual([]);
    expect(actsOf(taken, anne, 0)).toContainEqual({ name: 'answer', addresseeId: 'l1', refusal: 'taken-by-other' });
    expect(actsOf(draft, requerant, 0)).toContainEqual({ name: 'send', addresseeId: null, refusal: 'no-recipient' });
  });
});

const anyLineId = fc.constantFrom('l1', 'l2', 'l3', 'l4', 'nowhere');
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ name: fc.constantFrom('edit', 'delete-draft') }),
  fc.record({ name: fc.constant('send'), to: fc.constantFrom([to('l1', 'c-stroke')], [to('l1', 'c-stroke'), to('l2', 'c-nri')], []) }),
  fc.record({ name: fc.constant('readdress'), to: fc.constantFrom([to('l3', 'c-stroke')], [to('l4', 'c-nri')]) }),
  fc.record({
    name: fc.constantFrom('take', 'release', 'ask-information', 'answer', 'refuse', 'withdraw'),
    lineId: anyLineId,
  }),
  fc.record({ name: fc.constant('complement'), answeredLineIds: fc.subarray(['l1', 'l2', 'l3', 'l4']) }),
  fc.record({ name: fc.constant('close'), side: fc.constantFrom('requerant', 'requis'), hasReason: fc.boolean() }),
  fc.record({ name: fc.constant('reopen'), side: fc.constantFrom('requerant', 'requis') }),
);
const anyStep = fc.record({ reader: fc.constantFrom(...people), command: anyCommand });

/** Whether a step may be taken twice with the same new line ids: the store draws fresh ones. */
const addsKnownLine = (state: DossierState, command: Command) =>
  'to' in command && command.to.some((line) => state.lines.some((one) => one.id === line.id));

function checkLine(line: Line): void {
  if (line.status === 'pris-en-charge' || line.status === 'repondu') expect(line.takenBy).not.toBeNull();
  if (line.status === 'en-attente-de-reponse') expect(line.takenBy).toBeNull();
}

function checkState(state: DossierState): void {
  state.lines.forEach(checkLine);
  const overall = overallStatusOf(state);
  expect(overall === 'brouillon').toBe(!state.isSent);
  if (!state.isSent) return expect(state.lines).toEqual([]);
  expect(state.lines.some((line) => line.status !== 'retire')).toBe(true);
  const addressed = state.lines.filter(isLiving).map((line) => line.recipient.id);
  expect(new Set(addressed).size).toBe(addressed.length);
  if (overall === 'clos') return expect(state.isClosedByRequerant).toBe(true);
  if (isAnswered(state)) expect(overall).toBe('repondu');
  if (overall === 'refuse') expect(state.lines.some(isLiving)).toBe(false);
}

function checkStep(before: DossierState, after: DossierState, reader: Reader): void {
  expect(reader).not.toBe(stranger);
  for (const line of before.lines) {
    const next = after.lines.find((one) => one.id === line.id);
    if (!next) throw new Error('a line was erased');
    if (!isLiving(line)) expect(isLiving(next)).toBe(false);
    if (line.status === 'repondu') expect(next).toMatchObject({ status: 'repondu', takenBy: line.takenBy });
    // A taker is never replaced by another one in one step: the line is released in between.
    if (line.takenBy !== null && next.takenBy !== null) expect(next.takenBy).toBe(line.takenBy);
  }
}

describe('any sequence of commands', () => {
  it('keeps the invariants of the functional grid', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        let state = draft;
        for (const { reader, command } of [{ reader: requerant, command: { name: 'send', to: [to('l1', 'c-stroke')] } as Command }, ...steps]) {
          if (addsKnownLine(state, command)) continue;
          const decision = decide(state, reader, command);
          if (!decision.ok) continue;
          checkStep(state, decision.value, reader);
          state = decision.value;
          checkState(state);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps what is offered and what is accepted the same', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), fc.constantFrom(...people), (steps, reader) => {
        const state = steps.reduce((reached, step) => {
          if (addsKnownLine(reached, step.command)) return reached;
          const decision = decide(reached, step.reader, step.command);
          return decision.ok ? decision.value : reached;
        }, sent);
        for (const act of actsOf(state, reader, 1)) {
          if (act.addresseeId === null || act.name === 'complement') continue;
          const name = act.name as Exclude<LineCommand, 'information-given'>;
          expect(refusal(state, reader, { name, lineId: act.addresseeId })).toBe(act.refusal);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('has an answer for every status and command', () => {
    const statuses = Object.keys(lineTable);
    expect(statuses).toHaveLength(6);
    for (const row of Object.values(lineTable)) expect(Object.keys(row)).toHaveLength(7);
  });
});
