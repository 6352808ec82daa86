/** Holds the message that is being looked at and corrected: reading 10 MB of it stops no page. */
import { cardinality, findRow, valueAt, type ModelPath, type Value } from '@liaison/mio';
import { correct, openDraft, type Draft } from './correct.ts';
import { stepBetween, undo, type Step } from './history.ts';
import { scopeOf, viewPart } from './line-view.ts';
import { readTyped, showValue } from './typed-value.ts';
import type { AnswerGiven, CorrectReply, Question, Questions, Reply } from './worker-messages.ts';

let draft: Draft = openDraft(new Uint8Array());
let steps: Step[] = [];

async function open(file: Blob): Promise<ReturnType<Questions['open']>> {
  draft = openDraft(new Uint8Array(await file.arrayBuffer()));
  steps = [];
  const { message, isCertified } = draft.reading;
  return { type: message?.type ?? null, isCertified };
}

function show({ sought, marked }: Parameters<Questions['show']>[0]): ReturnType<Questions['show']> {
  const { message } = draft.reading;
  if (!message) return null;
  const scope = scopeOf(message, sought);
  return { scope, view: viewPart(message, scope, marked) };
}

function change({ path, typed }: Parameters<Questions['correct']>[0]): CorrectReply {
  const { message } = draft.reading;
  const field = message && findRow(message.type, path);
  if (!message || field?.kind !== 'field') return { isDone: false, why: 'unwritable' };
  const read = readTyped(field, typed, cardinality(field, message.type) === '1');
  if (!read.isRight) return { isDone: false, why: 'value', expected: read.expected };
  const before = shownAt(path);
  const correction = correct(draft, path, read.value);
  if (!correction.isDone) return { isDone: false, why: correction.why };
  steps.push(stepBetween(draft.bytes, correction.draft.bytes));
  draft = correction.draft;
  return { isDone: true, file: asFile(), before, after: shownAt(path) };
}

function takeBack(): Blob {
  const step = steps.pop();
  if (step) draft = openDraft(undo(draft.bytes, step));
  return asFile();
}

/** The value as a reader sees it; of one that could not be read, what stands in the file. */
function shownAt(path: ModelPath): string | null {
  const { message, findings } = draft.reading;
  const value = message && valueAt(message, path);
  const field = message && findRow(message.type, path);
  if (field?.kind === 'field' && isValue(value)) return showValue(field, value);
  return findings.find((finding) => finding.path.join('/') === path.join('/'))?.value ?? null;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function asFile(): Blob {
  return new Blob([draft.bytes], { type: 'application/xml' });
}

async function answer(question: Question): Promise<AnswerGiven> {
  switch (question.name) {
    case 'open':
      return open(question.given);
    case 'show':
      return show(question.given);
    case 'correct':
      return change(question.given);
    case 'undo':
      return takeBack();
  }
}

/** One after the other: each knows the draft that the one before left. */
let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data: question }: MessageEvent<Question>) => {
  const { id } = question;
  last = last.then(() =>
    answer(question).then(
      (given) => postMessage({ id, isAnswered: true, given } satisfies Reply),
      () => postMessage({ id, isAnswered: false } satisfies Reply),
    ),
  );
});
