import { describe, expect, it } from 'vitest';
import { approvalMention, fieldsOf, formDefinition } from './model.ts';
import type { FormDefinition } from './model.ts';
import { findForm, formDefinitions, latestForm } from './registry.ts';

const forms = formDefinitions.map((form) => [`${form.id} v${form.version}`, form] as const);

describe.each(forms)('%s', (_name, form) => {
  it('fits the schema that the web reads it with, and passes through JSON unchanged', () => {
    expect(formDefinition.parse(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  it('names each section, field, option and score item once', () => {
    expect(repeated(form.sections.map((section) => section.id))).toEqual([]);
    expect(repeated(fieldsOf(form).map((field) => field.id))).toEqual([]);
    const inFields = fieldsOf(form).flatMap((field) => {
      if (field.kind === 'score') return repeated(field.items.map((item) => `${field.id} ${item.code}`));
      return 'options' in field ? repeated(field.options.map((option) => `${field.id} ${option.value}`)) : [];
    });
    expect(inFields).toEqual([]);
  });

  it('only makes a field depend on one that stands before it, and on options that exist', () => {
    expect(conditionFaults(form)).toEqual([]);
  });

  it('computes delays, deadlines and orders from instants only', () => {
    const instants = new Set(
      fieldsOf(form)
        .filter((field) => field.kind === 'instant')
        .map((field) => field.id),
    );
    const operands = fieldsOf(form).flatMap((field) => {
      if (field.kind === 'delay') return [field.from, field.to];
      if (field.kind === 'countdown') return [field.from];
      return field.kind === 'instant' && field.notBefore ? [field.notBefore] : [];
    });
    expect(operands.filter((operand) => !instants.has(operand))).toEqual([]);
  });

  it('offers in a score only values that its items have, and sums to the stated maximum', () => {
    for (const field of fieldsOf(form).filter((one) => one.kind === 'score')) {
      const highest = field.items.map((item) => Math.max(...item.options.map((option) => option.value)));
      expect(highest.reduce((sum, value) => sum + value, 0)).toBe(field.total.max);
      for (const [code, value] of Object.entries(field.suggestion?.values ?? {})) {
        const item = field.items.find((one) => one.code === code);
        expect(item?.options.map((option) => option.value)).toContain(value);
      }
    }
  });

  it('is written in French typography', () => {
    const faults = frenchTexts(form).filter((text) =>
      /[^\u00a0]:(?!\d)|[^\u202f][;!?]|«[^\u202f]|[^\u202f]»|'| {2}/.test(text),
    );
    expect(faults).toEqual([]);
  });

  it('carries the mention of a version that no clinician approved', () => {
    expect(approvalMention(form)).toBe('Formulaire non validé par un clinicien');
    const approved = { ...form, approvedBy: { name: 'Dr X', on: '2026-11-20' } };
    expect(approvalMention(approved)).toBeNull();
  });
});

describe('the stroke request', () => {
  const sections = latestForm('avc-request')?.sections ?? [];

  it('asks the question first', () => {
    expect(sections[0]?.fields[0]?.id).toBe('question');
  });

  it('asks what the neurologist needs at once in the sections that are open, and folds the rest', () => {
    const open = sections.filter((section) => !section.collapsed).flatMap((section) => section.fields);
    const ids = open.map((field) => field.id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'question',
        'onset-mode',
        'last-seen-well',
        'nihss',
        'anticoagulant',
        'blood-pressure-right',
        'glucose',
        'weight',
      ]),
    );
    expect(sections.slice(4).every((section) => section.collapsed)).toBe(true);
  });

  it('has the fifteen items of the NIHSS', () => {
    const score = sections.flatMap((section) => section.fields).find((field) => field.id === 'nihss');
    expect(score?.kind === 'score' && score.items.map((item) => item.code)).toEqual([
      '1a',
      '1b',
      '1c',
      '2',
      '3',
      '4',
      '5a',
      '5b',
      '6a',
      '6b',
      '7',
      '8',
      '9',
      '10',
      '11',
    ]);
  });

  it('recommends what the reference recommends, and requires nothing', () => {
    const recommended = sections
      .flatMap((section) => section.fields)
      .filter((field) => 'recommended' in field);
    expect(recommended.map((field) => field.id)).toEqual([
      'callback-number',
      'last-seen-well',
      'nihss',
      'anticoagulant-last-intake',
      'weight',
    ]);
  });
});

describe('the registry', () => {
  it('finds a form by id and version, and says null otherwise', () => {
    expect(findForm('avc-request', 1)?.title).toBe('Demande d’avis AVC aigu');
    expect(findForm('avc-request', 99)).toBeNull();
    expect(latestForm('nothing')).toBeNull();
  });
});

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function conditionFaults(form: FormDefinition): string[] {
  const before = new Map<string, readonly string[] | null>();
  const faults: string[] = [];
  for (const field of fieldsOf(form)) {
    const condition = field.visibleWhen;
    if (condition) {
      const options = before.get(condition.field);
      if (options === undefined)
        faults.push(`${field.id} depends on ${condition.field}, which does not stand before`);
      const wanted = 'in' in condition ? condition.in : 'equals' in condition ? [condition.equals] : [];
      for (const value of wanted)
        if (!options?.includes(value)) faults.push(`${field.id} waits for ${value}`);
    }
    before.set(field.id, optionsOf(field));
  }
  return faults;
}

function optionsOf(field: FormDefinition['sections'][number]['fields'][number]): readonly string[] | null {
  if (field.kind === 'yesNoUnknown') return ['yes', 'no', 'unknown'];
  return 'options' in field ? field.options.map((option) => option.value) : null;
}

function frenchTexts(form: FormDefinition): string[] {
  const texts: string[] = [];
  JSON.stringify(form, (key, value: unknown) => {
    if (['label', 'title', 'help', 'text'].includes(key) && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}
