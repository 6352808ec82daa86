import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldError } from './contract.ts';
import { answers as answersSchema } from './model.ts';
import { parseAnswers } from './parse-answers.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import { formDefinitions } from './registry.ts';
import { anyAnswers, sampleAvcRequest } from './testing.ts';

fc.configureGlobal({ seed: 20261120 });

const form = avcRequestV1;

function parsed(given: unknown) {
  const result = parseAnswers(form, given);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refusal(given: unknown) {
  const result = parseAnswers(form, given);
  return result.ok ? null : result.error.map((error) => [error.field, error.code]);
}

describe('parseAnswers', () => {
  it.each(formDefinitions.map((one) => [one.id, one] as const))(
    'accepts any answers that fit %s',
    (_id, one) => {
      fc.assert(
        fc.property(anyAnswers(one), (given) => {
          expect(parseAnswers(one, given).ok).toBe(true);
        }),
      );
    },
  );

  it('returns the same when it reads what it returned, and through JSON and the schema of the contract', () => {
    fc.assert(
      fc.property(anyAnswers(form), (given) => {
        const once = parsed(given);
        expect(parsed(once)).toEqual(once);
        expect(parsed(answersSchema.parse(JSON.parse(JSON.stringify(once))))).toEqual(once);
      }),
    );
  });

  it('never throws, whatever comes in', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        expect(() => parseAnswers(form, given)).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('nihss', 'weight', 'question', '__proto__'), fc.anything()),
        (given) => {
          const result = parseAnswers(form, given);
          expect(fieldError.array().safeParse(result.ok ? [] : result.error).success).toBe(true);
        },
      ),
    );
  });

  it('accepts an empty request', () => {
    expect(parsed({})).toEqual({});
    expect(parsed({ question: '  \n', 'onset-mode': '', symptoms: [], nihss: {}, glucose: null })).toEqual(
      {},
    );
  });

  it('refuses a field that the form does not have, and a value under a computed one', () => {
    expect(refusal({ invented: 'x' })).toEqual([['invented', 'unknown-field']]);
    expect(refusal(JSON.parse('{"__proto__": "x"}'))).toEqual([['__proto__', 'unknown-field']]);
    expect(refusal({ 'door-to-needle': 12 })).toEqual([['door-to-needle', 'unknown-field']]);
    expect(refusal([])).toEqual([['', 'wrong-type']]);
  });

  it('keeps hostile text as text', () => {
    const hostile = `<script>alert(1)</script> '; DROP TABLE x; -- {{7*7}} \u202e‮ 🧠`;
    expect(parsed({ question: hostile }).question).toBe(hostile);
  });

  it('makes visible what no store can hold, and joins the lines of a one-line field', () => {
    expect(parsed({ question: 'a\u0000b\ud800\r\nc\u000bd' }).question).toBe('a\ufffdb\ufffd\nc\nd');
    expect(parsed({ autonomy: 'seul\nà domicile' }).autonomy).toBe('seul à domicile');
  });

  it('bounds the length of text', () => {
    expect(refusal({ 'nihss-examiner': 'x'.repeat(121) })).toEqual([['nihss-examiner', 'too-long']]);
    expect(refusal({ question: 'x'.repeat(10_001) })).toEqual([['question', 'too-long']]);
    expect(refusal({ question: 'x'.repeat(10_000) })).toBeNull();
  });

  it('refuses numbers that are no measure, and text in their place', () => {
    expect(refusal({ weight: -1 })).toEqual([['weight', 'out-of-range']]);
    expect(refusal({ weight: Number.NaN })).toEqual([['weight', 'wrong-type']]);
    expect(refusal({ weight: '82' })).toEqual([['weight', 'wrong-type']]);
    expect(refusal({ weight: 82.55 })).toEqual([['weight', 'too-precise']]);
  });

  it('reads instants that exist, in UTC, and "unknown"', () => {
    expect(parsed({ 'last-seen-well': '2026-11-20T12:10Z' })['last-seen-well']).toBe(
      '2026-11-20T12:10:00.000Z',
    );
    expect(parsed({ 'last-seen-well': 'unknown' })['last-seen-well']).toBe('unknown');
    for (const wrong of [
      '2026-02-30T10:00Z',
      '2026-11-20T24:00Z',
      '2026-11-20',
      '2026-11-20T12:10:00+01:00',
      'hier',
    ]) {
      expect({ wrong, refused: refusal({ 'last-seen-well': wrong }) }).toEqual({
        wrong,
        refused: [['last-seen-well', 'invalid-instant']],
      });
    }
  });

  it('puts the ticked options in the order of the form, each once, and refuses "none" beside another', () => {
    expect(parsed({ symptoms: ['aphasia', 'arm-left', 'aphasia'] }).symptoms).toEqual([
      'arm-left',
      'aphasia',
    ]);
    expect(refusal({ history: ['none', 'tobacco'] })).toEqual([['history', 'unknown-option']]);
  });

  it('accepts "NT" only where the scale does', () => {
    expect(parsed({ nihss: { '5a': 'NT' } }).nihss).toEqual({ '5a': 'NT' });
    expect(refusal({ nihss: { '9': 'NT' } })).toEqual([['nihss', 'unknown-option']]);
    expect(refusal({ nihss: { '2': 3 } })).toEqual([['nihss', 'unknown-option']]);
    expect(refusal({ nihss: { '12': 0 } })).toEqual([['nihss', 'unknown-option']]);
  });

  it('tells all that it refuses at once, in French', () => {
    const result = parseAnswers(form, { weight: 900, invented: 1 });
    expect(result.ok ? [] : result.error.map((error) => error.message)).toEqual([
      'Cette valeur doit être comprise entre 0 et 500.',
      'Ce champ n’existe pas dans cette version du formulaire.',
    ]);
  });

  it('accepts the sample request as it stands', () => {
    expect(parsed(sampleAvcRequest)).toEqual(sampleAvcRequest);
  });
});
