import * as fc from 'fast-check';
import { fieldsOf, isFillable, notTestable, unhandledKind, unknownInstant } from './model.ts';
import type { Answers, AnswerValue, FillableField, FormDefinition } from './model.ts';

/** Any answers that fit a definition, with fields left out, hostile text and instants of all sorts. */
export function anyAnswers(definition: FormDefinition): fc.Arbitrary<Answers> {
  const shape = Object.fromEntries(
    fieldsOf(definition)
      .filter(isFillable)
      .map((field) => [field.id, anyValue(field)]),
  );
  return fc.record(shape, { requiredKeys: [] }).map((drawn) => {
    const answers: Answers = {};
    for (const [id, value] of Object.entries(drawn)) if (value !== undefined) answers[id] = value;
    return answers;
  });
}

function anyValue(field: FillableField): fc.Arbitrary<AnswerValue> {
  switch (field.kind) {
    case 'text':
    case 'paragraph':
      return fc.string({ unit: 'binary', maxLength: Math.min(field.maxLength ?? 300, 300) / 2 });
    case 'number':
      return fc
        .integer({ min: field.min * 10 ** field.decimals, max: field.max * 10 ** field.decimals })
        .map((scaled) => Number((scaled / 10 ** field.decimals).toFixed(field.decimals)));
    case 'instant':
      return fc.oneof(fc.constant(unknownInstant), anyInstant());
    case 'choice':
      return fc.constantFrom(...field.options.map((option) => option.value));
    case 'yesNoUnknown':
      return fc.constantFrom('yes', 'no', 'unknown');
    case 'multi':
      return fc.subarray(
        field.options.map((option) => option.value).filter((value) => value !== field.exclusive),
      );
    case 'score':
      return anyScore(field);
    case 'bloodPressure':
      return fc.record({ systolic: fc.nat(400), diastolic: fc.nat(400) }, { requiredKeys: [] });
    default:
      return unhandledKind(field);
  }
}

function anyInstant(): fc.Arbitrary<string> {
  return fc
    .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((instant) => instant.toISOString());
}

function anyScore(field: Extract<FillableField, { kind: 'score' }>): fc.Arbitrary<AnswerValue> {
  const items = field.items.map((item) => {
    const values = item.options.map((option) => option.value);
    return [item.code, fc.constantFrom(...values, ...(item.allowsNotTestable ? [notTestable] : []))] as const;
  });
  return fc.record(Object.fromEntries(items), { requiredKeys: [] });
}

/** A stroke request as an emergency physician fills it in: the core fields and little else. */
export const sampleAvcRequest: Answers = {
  question: 'Homme de 71 ans, hémiplégie gauche brutale. Thrombolyse\u202f? Thrombectomie d’emblée\u202f?',
  'request-type': 'thrombolysis',
  'callback-number': '05 99 00 01 02',
  'onset-mode': 'witnessed',
  'last-seen-well': '2026-11-20T12:10:00.000Z',
  'symptom-onset': '2026-11-20T12:15:00.000Z',
  'hospital-arrival': '2026-11-20T13:02:00.000Z',
  nihss: {
    '1a': 0,
    '1b': 0,
    '1c': 0,
    '2': 1,
    '3': 1,
    '4': 2,
    '5a': 4,
    '5b': 0,
    '6a': 3,
    '6b': notTestable,
    '7': 0,
    '8': 1,
    '9': 0,
    '10': 1,
    '11': 1,
  },
  anticoagulant: 'apixaban',
  'anticoagulant-last-intake': '2026-11-20T06:30:00.000Z',
  'blood-pressure-left': { systolic: 192, diastolic: 98 },
  glucose: 1.32,
  weight: 82.5,
  'weight-source': 'declared',
  symptoms: ['arm-left', 'leg-left', 'dysarthria'],
  'imaging-start': '2026-11-20T13:20:00.000Z',
};
