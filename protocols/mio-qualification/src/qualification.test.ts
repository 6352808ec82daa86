import { readMessage } from '@liaison/mio';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answersFormat, type Answers } from './answers.ts';
import type { Act } from './cases/case.ts';
import { challengeFormat, makeChallenge, toBase64, type Challenge } from './challenge.ts';
import { faults, hostileFaults } from './faults.ts';
import { checkAct, judge, type QualificationReport } from './judge.ts';
import { requirements, sides, type Side } from './requirement.ts';
import { runExample } from './testing.ts';

/** What is certified later than now is believed by nobody. */
const now = new Date();
const seedOf = (side: Side) => `graine-${side}`;
const made = new Map<Side, { challenge: Challenge; answers: Answers }>();

beforeAll(async () => {
  for (const side of sides) {
    const challenge = await makeChallenge(seedOf(side), side, now);
    made.set(side, { challenge, answers: runExample(challenge) });
  }
});

function madeFor(side: Side): { challenge: Challenge; answers: Answers } {
  const found = made.get(side);
  if (!found) throw new Error('no challenge was made');
  return found;
}

function judged(side: Side, answers: Answers): QualificationReport {
  return judge(seedOf(side), madeFor(side).challenge, answers, now);
}

/** The requirements that are missed once each answer of an act is changed. */
function missedBy(side: Side, act: Act, change: (text: string, name: string) => string): string[] {
  const { challenge, answers } = madeFor(side);
  const changed = Object.entries(answers.cases[act] ?? {}).map(([name, text]): [string, Uint8Array] => [
    name,
    Buffer.from(change(Buffer.from(text, 'base64').toString('utf8'), name)),
  ]);
  const checks = checkAct(act, seedOf(side), challenge, toBase64(new Map(changed)));
  const codes = checks.filter(({ isHeld }) => !isHeld).map(({ requirement }) => requirement);
  return [...new Set(codes)].toSorted();
}

describe.each(sides)('an interface made with the SDK, of a %s', (side) => {
  it('holds every requirement of its side', () => {
    const report = judged(side, madeFor(side).answers);
    const failures = report.requirements.flatMap(({ requirement, failures: own }) =>
      own.map(({ place, fr }) => `${requirement} ${place} : ${fr}`),
    );
    expect(failures).toEqual([]);
    expect(report.verdict).toBe('QUALIFIEE');
    const asked = report.requirements.map(({ requirement }) => requirement);
    const others = Object.keys(requirements).filter((code) => !asked.some((one) => one === code));
    expect(others).toEqual(side === 'acheteur' ? ['RECEVOIR-3'] : []);
  });

  it('is refused where it answers nothing, garbage, or another challenge', () => {
    const { answers, challenge } = madeFor(side);
    const silent = judged(side, { ...answers, cases: {} });
    expect(silent.requirements.every(({ failures }) => failures.length > 0)).toBe(true);
    const names = challenge.cases.flatMap(({ act, inputs }) =>
      inputs.flatMap((input) =>
        ['json', 'xml', 'csv'].map((end) => ({ act, name: input.replace(/\w+$/, end) })),
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.json(), (bytes, json) => {
        const cases = Object.fromEntries(
          challenge.cases.map(({ act }) => [
            act,
            toBase64(
              new Map(
                names
                  .filter((one) => one.act === act)
                  .map(({ name }) => [name, name.endsWith('json') ? Buffer.from(json) : bytes]),
              ),
            ),
          ]),
        );
        expect(judged(side, { ...answers, cases }).verdict).toBe('REFUSEE');
      }),
      { numRuns: 20 },
    );
    expect(() => judged(side, { ...answers, challenge: '243a177f-e4e9-4fc8-b97e-bb1a950dd8f8' })).toThrow(
      RangeError,
    );
  });

  it('gives no answers that do for another seed', async () => {
    const other = await makeChallenge('une autre graine', side, now);
    const report = judge('une autre graine', other, { ...madeFor(side).answers, challenge: other.id }, now);
    expect(report.requirements.filter(({ failures }) => failures.length > 0).length).toBeGreaterThan(10);
  });

  it('exchanges files of the published form', () => {
    const { challenge, answers } = madeFor(side);
    expect(challengeFormat.parse(JSON.parse(JSON.stringify(challenge)))).toEqual(challenge);
    expect(answersFormat.parse(JSON.parse(JSON.stringify(answers)))).toEqual(answers);
    expect(JSON.stringify(challenge)).not.toContain(seedOf(side));
    const escaping = { ...answers, cases: { read: { '../01.json': '' } } };
    expect(answersFormat.safeParse(escaping).success).toBe(false);
  });
});

it('asks for the control of offers that only a control tells apart', () => {
  const texts = sides.flatMap((side) => {
    const asked = madeFor(side).challenge.cases.find(({ act }) => act === 'control');
    return (asked?.inputs ?? []).map((name) => Buffer.from(asked?.files[name] ?? '', 'base64').toString());
  });
  const read = texts.flatMap((text) => readMessage(Buffer.from(text)).message ?? []);
  const offers = read.filter((message) => message.type === 'M20');
  expect(offers.length).toBeGreaterThan(20);
  expect(new Set(offers.map(({ header }) => header?.messageId)).size).toBe(offers.length);
  const prices = offers.map(({ lots }) => lots?.[0]?.lines?.[0]?.price?.unitPrice);
  expect(new Set(prices).size).toBeGreaterThan(offers.length - 3);
});

describe('an interface that is wrong in one thing misses the requirement that names it', () => {
  const inFirst = (from: string | RegExp, to: string) => (text: string, name: string) =>
    name.startsWith('01') ? text.replace(from, to) : text;

  it('where it loses, adds or confuses data as it reads', () => {
    expect(missedBy('acheteur', 'read', (text) => text.replaceAll('"0990001"', '"990001"'))).toEqual([
      'LIRE-2',
      'LIRE-4',
    ]);
    expect(missedBy('acheteur', 'read', inFirst('"0990001"', '990001'))).toEqual(['LIRE-2']);
    expect(missedBy('acheteur', 'read', inFirst(/(\d+\.\d\d)\d{4}/, '$1'))).toEqual(['LIRE-3']);
    expect(missedBy('acheteur', 'read', (text) => text.replace('"isTest": true', '"isTest": false'))).toEqual(
      ['LIRE-5'],
    );
    const allTests = (text: string) => text.replace('"isTest": false', '"isTest": true');
    expect(missedBy('acheteur', 'read', allTests)).toEqual(['LIRE-4', 'LIRE-5']);
    expect(missedBy('acheteur', 'read', inFirst('"OFFRE"', '"SANS-OFFRE"'))).toEqual(['LIRE-1']);
    expect(missedBy('acheteur', 'read', (text, name) => (name.startsWith('03') ? '' : text))).toEqual([
      'LIRE-4',
    ]);
  });

  it('where it spoils what it writes', () => {
    expect(missedBy('fournisseur', 'write', (text) => text.replace(':m20:1:test<', ':m20:1<'))).toEqual([
      'ECRIRE-5',
    ]);
    expect(missedBy('fournisseur', 'write', (text) => text.replace(':m20:1<', ':m20:1:test<'))).toEqual([
      'ECRIRE-5',
    ]);
    expect(missedBy('fournisseur', 'write', inFirst('>0990001<', '>990001<'))).toEqual([
      'ECRIRE-1',
      'ECRIRE-3',
    ]);
    // The amounts beside them are then no longer theirs.
    expect(missedBy('fournisseur', 'write', inFirst(/(<cbc:PriceAmount[^>]*>\d+\.\d\d)\d{4}/, '$1'))).toEqual(
      ['ECRIRE-1', 'ECRIRE-4'],
    );
  });

  it('where it controls without looking, or looks at the wrong thing', () => {
    const verdict = (to: string) => (text: string) => text.replace(/"verdict": *"\w+"/, `"verdict": "${to}"`);
    expect(missedBy('fournisseur', 'control', verdict('OK'))).toEqual(['CONTROLER-2', 'CONTROLER-3']);
    expect(missedBy('fournisseur', 'control', verdict('KO'))).toEqual(['CONTROLER-1']);
    expect(
      missedBy('fournisseur', 'control', (text) => text.replaceAll('MIO-NOM-020', 'MIO-XSD-006')),
    ).toEqual(['CONTROLER-2']);
  });

  it('where it announces faults that are not there', () => {
    const known = [...faults, ...hostileFaults].map(({ code }) => ({ code }));
    const all = (text: string) => JSON.stringify({ ...JSON.parse(text), findings: known });
    expect(missedBy('fournisseur', 'control', all)).toEqual(['CONTROLER-1', 'CONTROLER-2', 'CONTROLER-3']);
    const toSound = (text: string) =>
      text.includes('"verdict": "OK"')
        ? text.replace(/"findings": \[\s*\]/, '"findings": [{ "code": "MIO-MET-001" }]')
        : text;
    expect(missedBy('fournisseur', 'control', toSound)).toEqual(['CONTROLER-1']);
  });

  it('where it believes what it should not', () => {
    const said = (to: string) => (text: string) => text.replace(/"verdict":"\w+"/, `"verdict":"${to}"`);
    expect(missedBy('fournisseur', 'verify', said('INTACT'))).toEqual(['VERIFIER-2', 'VERIFIER-5']);
    expect(missedBy('fournisseur', 'verify', said('ALTERE'))).toEqual([
      'VERIFIER-1',
      'VERIFIER-4',
      'VERIFIER-5',
    ]);
    expect(
      missedBy('fournisseur', 'verify', (text) => text.replace(/"changes":.*\]/, '"changes":[]')),
    ).toEqual(['VERIFIER-3']);
    const withoutKeys = (text: string) => text.replace('"SIGNATURE_INVALIDE"', '"INTACT"');
    expect(missedBy('fournisseur', 'verify', withoutKeys)).toEqual(['VERIFIER-5']);
  });

  it('where it takes what it should not, or twice, or goes back', () => {
    const state =
      (change: (held: { messages: string[]; consultations: Record<string, number> }) => void) =>
      (text: string, name: string) => {
        if (name !== 'etat.json') return text;
        const read = JSON.parse(text);
        change(read);
        return JSON.stringify(read);
      };
    const twice = state(({ messages }) => void messages.push(messages[0] ?? ''));
    expect(missedBy('fournisseur', 'receive', twice)).toEqual(['RECEVOIR-2']);
    const back = state(({ consultations }) => {
      for (const id of Object.keys(consultations)) consultations[id] = 1;
    });
    expect(missedBy('fournisseur', 'receive', back)).toEqual(['RECEVOIR-3']);
    const accepting = (input: string) => (text: string, name: string) =>
      name.startsWith(input)
        ? text.replace('>RE<', '>AP<').replaceAll(/<cac:Status>.*?<\/cac:Status>/gs, '')
        : text;
    expect(missedBy('fournisseur', 'receive', accepting('06'))).toEqual(['RECEVOIR-4']);
    expect(missedBy('fournisseur', 'receive', accepting('07'))).toEqual(['RECEVOIR-5']);
    const digest = (text: string) => text.replaceAll(/[0-9a-f]{64}/g, 'ab'.repeat(32));
    expect(missedBy('fournisseur', 'receive', digest)).toEqual(['RECEVOIR-1']);
  });
});
