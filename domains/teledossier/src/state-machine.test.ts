import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actsOf } from './acts.ts';
import { decide, type Command } from './decide.ts';
import {
  isAnswered,
  isClosedByRequis,
  isLiving,
  lineTable,
  overallStatusOf,
  type DossierState,
  type Reader,
} from './model.ts';

const requerant: Reader = {
  userId: 'u-asker',
  subjects: ['u-asker', 'c-emergency'],
  canAsk: true,
  canAnswer: false,
};
const paul: Reader = { userId: 'u-paul', subjects: ['u-paul', 'c-stroke'], canAsk: false, canAnswer: true };
const anne: Reader = { userId: 'u-anne', subjects: ['u-anne', 'c-stroke'], canAsk: false, canAnswer: true };
const neuroradiologist: Reader = {
  userId: 'u-nri',
  subjects: ['u-nri', 'c-nri'],
  canAsk: false,
  canAnswer: true,
};
const stranger: Reader = {
  userId: 'u-other',
  subjects: ['u-other', 'c-other'],
  canAsk: false,
  canAnswer: false,
};
const people = [requerant, paul, anne, neuroradiologist, stranger];

const draft: DossierState = { isSent: false, lines: [], isClosedByRequerant: false };
const to = (id: string, recipientId: string) => ({
  id,
  recipient: { kind: 'community' as const, id: recipientId },
});

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
    expect(refusal(sent, neuroradiologist, { name: 'take', lineId: 'l1' })).toBe('not-your-line');
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
    expect(statusOf(done(asked, requerant, { name: 'complement', answeredLineIds: [] }))).toBe(
      'en-attente-d-information',
    );
  });

  it('is taken once while information is awaited too', () => {
    const askedUntaken = done(sent, paul, { name: 'ask-information', lineId: 'l1' });
    expect(refusal(askedUntaken, anne, { name: 'release', lineId: 'l1' })).toBe('not-taken');
    const takenMeanwhile = done(askedUntaken, paul, { name: 'take', lineId: 'l1' });
    expect(takenMeanwhile.lines[0]).toMatchObject({ status: 'en-attente-d-information', takenBy: 'u-paul' });
    expect(refusal(takenMeanwhile, anne, { name: 'take', lineId: 'l1' })).toBe('already-taken');
  });

  it('lets the expert answer while information is awaited', () => {
    expect(statusOf(done(asked, paul, { name: 'answer', lineId: 'l1' }))).toBe('repondu');
  });

  it('asks a reason to close before an answer, and none after', () => {
    for (const [reader, side] of [
      [requerant, 'requerant'],
      [paul, 'requis'],
    ] as const) {
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
    expect(refusal(again, requerant, { name: 'readdress', to: [to('l3', 'c-stroke')] })).toBe(
      'recipient-already-there',
    );
  });

  it('never leaves a request without anyone addressed', () => {
    expect(refusal(sent, requerant, { name: 'withdraw', lineId: 'l1' })).toBe('last-addressee');
    const two = done(sent, requerant, { name: 'readdress', to: [to('l2', 'c-nri')] });
    expect(statusOf(done(two, requerant, { name: 'withdraw', lineId: 'l1' }))).toBe('retire');
  });

  it('offers only acts of the reader’s own side, and each one as decide judges it', () => {
    expect(actsOf(taken, stranger, 0)).toEqual([]);
    expect(actsOf(taken, neuroradiologist, 0)).toEqual([]);
    expect(actsOf(taken, anne, 0)).toContainEqual({
      name: 'answer',
      addresseeId: 'l1',
      refusal: 'taken-by-other',
    });
    expect(actsOf(draft, requerant, 0)).toContainEqual({
      name: 'send',
      addresseeId: null,
      refusal: 'no-recipient',
    });
  });
});

const lineActs = ['take', 'release', 'ask-information', 'answer', 'refuse', 'withdraw'] as const;
const anyLineId = fc.constantFrom('l1', 'l2', 'l3', 'l4', 'nowhere');
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ name: fc.constantFrom('edit', 'delete-draft') }),
  fc.record({
    name: fc.constant('send'),
    to: fc.constantFrom([to('l1', 'c-stroke')], [to('l1', 'c-stroke'), to('l2', 'c-nri')], []),
  }),
  fc.record({
    name: fc.constant('readdress'),
    to: fc.constantFrom([to('l3', 'c-stroke')], [to('l4', 'c-nri')]),
  }),
  fc.record({
    name: fc.constantFrom(...lineActs),
    lineId: anyLineId,
  }),
  fc.record({ name: fc.constant('complement'), answeredLineIds: fc.subarray(['l1', 'l2', 'l3', 'l4']) }),
  fc.record({
    name: fc.constant('close'),
    side: fc.constantFrom('requerant', 'requis'),
    hasReason: fc.boolean(),
  }),
  fc.record({ name: fc.constant('reopen'), side: fc.constantFrom('requerant', 'requis') }),
);
// Most steps are what people do: one requis or another on the first lines, the requérant in answer.
const anyStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      reader: fc.constantFrom(paul, anne, neuroradiologist),
      command: fc.record({
        name: fc.constantFrom(
          'take',
          'take',
          'release',
          'ask-information',
          'ask-information',
          'answer',
          'refuse',
        ),
        lineId: fc.constantFrom('l1', 'l1', 'l2'),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ reader: fc.constant(requerant), command: anyCommand }) },
  { weight: 1, arbitrary: fc.record({ reader: fc.constantFrom(...people), command: anyCommand }) },
);

/** Whether a step may be taken twice with the same new line ids: the store draws fresh ones. */
const addsKnownLine = (state: DossierState, command: Command) =>
  'to' in command && command.to.some((line) => state.lines.some((one) => one.id === line.id));

/** Names of the invariants that this state breaks. */
function brokenIn(state: DossierState): string[] {
  const overall = overallStatusOf(state);
  const living = state.lines.filter(isLiving);
  const rules: Record<string, boolean> = {
    'a taken or answered line has a taker': state.lines.every(
      (line) => !['pris-en-charge', 'repondu'].includes(line.status) || line.takenBy !== null,
    ),
    'a waiting line has none': state.lines.every(
      (line) => line.status !== 'en-attente-de-reponse' || line.takenBy === null,
    ),
    'only a draft is unsent': (overall === 'brouillon') === !state.isSent,
    'a draft has no line': state.isSent || state.lines.length === 0,
    'someone is addressed': !state.isSent || state.lines.some((line) => line.status !== 'retire'),
    'each living recipient once': new Set(living.map((line) => line.recipient.id)).size === living.length,
    'clos needs the requérant': overall !== 'clos' || state.isClosedByRequerant,
    'an answer is répondu or clos': !isAnswered(state) || overall === 'repondu' || overall === 'clos',
    'refusé has no living line': overall !== 'refuse' || living.length === 0,
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}

/** Names of the invariants that this step breaks. */
function brokenBy(before: DossierState, after: DossierState, reader: Reader): string[] {
  const pairs = before.lines.map((line) => ({ line, next: after.lines.find((one) => one.id === line.id) }));
  const rules: Record<string, boolean> = {
    'a stranger does nothing': reader !== stranger,
    'no line is erased': pairs.every(({ next }) => next !== undefined),
    'a dead line never lives again': pairs.every(
      ({ line, next }) => isLiving(line) || (next && !isLiving(next)),
    ),
    'an answer stays, with its author': pairs.every(
      ({ line, next }) =>
        line.status !== 'repondu' || (next?.status === 'repondu' && next.takenBy === line.takenBy),
    ),
    // The line is released in between.
    'a taker is not replaced in one step': pairs.every(
      ({ line, next }) => line.takenBy === null || !next?.takenBy || next.takenBy === line.takenBy,
    ),
    'a line moves by its own requis or by the requérant': pairs.every(
      ({ line, next }) => next === line || reader.canAsk || reader.subjects.includes(line.recipient.id),
    ),
    'a sent dossier stays sent': !before.isSent || after.isSent,
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}

type Step = { reader: Reader; command: Command };
const sending: Step = { reader: requerant, command: { name: 'send', to: [to('l1', 'c-stroke')] } };

/** Runs the steps that are accepted, from a draft. */
function run(steps: readonly Step[]): { state: DossierState; broken: string[] } {
  let state = draft;
  const broken: string[] = [];
  for (const { reader, command } of steps) {
    if (addsKnownLine(state, command)) continue;
    const decision = decide(state, reader, command);
    if (!decision.ok) continue;
    broken.push(...brokenBy(state, decision.value, reader), ...brokenIn(decision.value));
    state = decision.value;
  }
  return { state, broken };
}

describe('any sequence of commands', () => {
  it('keeps the invariants of the functional grid', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        expect(run([sending, ...steps]).broken).toEqual([]);
      }),
      { numRuns: Number(process.env['SOAK'] ?? 400) },
    );
  });

  it('keeps what is offered and what is accepted the same', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 25 }), fc.constantFrom(...people), (steps, reader) => {
        const { state } = run([sending, ...steps]);
        const wrong = actsOf(state, reader, 1).filter(({ name, addresseeId, refusal: told }) => {
          const isLineAct = (lineActs as readonly string[]).includes(name) && addresseeId !== null;
          return (
            isLineAct &&
            refusal(state, reader, {
              name: lineActs.find((one) => one === name) ?? 'take',
              lineId: addresseeId,
            }) !== told
          );
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: Number(process.env['SOAK'] ?? 200) },
    );
  });

  it('has an answer for every status and command', () => {
    const statuses = Object.keys(lineTable);
    expect(statuses).toHaveLength(6);
    for (const row of Object.values(lineTable)) expect(Object.keys(row)).toHaveLength(7);
  });
});
