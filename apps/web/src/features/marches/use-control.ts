import type { ShownFinding } from '@liaison/marches/contract';
import type { ModelPath } from '@liaison/mio';
import { useEffect, useRef, useState } from 'react';
import { carriedFrom, withCarried, withoutPath } from './draft/carried.ts';
import { openDraftClient, type DraftClient } from './draft/draft-client.ts';
import type { CorrectReply } from './draft/worker-messages.ts';
import type { Stage, Work } from './control-state.ts';
import { controlMessage } from './mio-calls.ts';

export type Control = {
  readonly work: Work | null;
  readonly stage: Stage;
  readonly error: unknown;
  readonly draft: () => DraftClient;
  start(original: File, need: File | null): void;
  /** Holds the message against other needs, or against none; what was corrected stays. */
  holdAgainst(need: File | null): Promise<void>;
  /**
   * Puts a value in, then controls anew. `place` names the field for the list of corrections. Null where another change is
   * on its way: nothing was done.
   */
  correct(path: ModelPath, typed: string, place: string): Promise<CorrectReply | null>;
  undo(): Promise<void>;
  retry(): void;
};

/** A message on its way from a file to one that conforms. */
export function useControl(): Control {
  const [work, setWork] = useState<Work | null>(null);
  const latest = useRef<Work>(null);
  const draft = useDraft();
  const asked = useRef<{ original: File; need: File | null }>(null);
  const changing = useRef<Promise<unknown>>(null);
  const show = (next: Work | null) => {
    latest.current = next;
    setWork(next);
  };
  const { stage, error, control, fail } = useRunningControl(show);
  const start = (original: File, need: File | null) => {
    asked.current = { original, need };
    show(null);
    control({ kind: 'first', name: original.name }, (signal) => open(original, need, signal, draft()));
  };
  const again = (changed: Work) => {
    show(changed);
    control({ kind: 'again' }, (signal) => controlAgain(changed, signal, draft()));
  };
  /** Has the draft changed; one change at a time, since each is a step from the version before. */
  const change = async <Answer>(
    ask: () => Promise<Answer>,
    apply: (work: Work, answer: Answer) => Work | null,
  ): Promise<Answer | null> => {
    const from = latest.current;
    if (!from || changing.current) return null;
    try {
      const answering = ask();
      changing.current = answering;
      const answer = await answering;
      // Meanwhile another file may have been chosen, whose draft this is not.
      const now = latest.current;
      const changed = now?.opened === from.opened ? apply(now, answer) : null;
      if (changed) again(changed);
      return answer;
    } catch (failure) {
      fail(failure);
      return null;
    } finally {
      changing.current = null;
    }
  };
  return {
    work,
    stage,
    error,
    draft,
    start,
    async holdAgainst(need) {
      await changing.current?.catch(() => null);
      if (latest.current) again({ ...latest.current, need });
      else if (asked.current) start(asked.current.original, need);
    },
    correct: (path, typed, place) =>
      change(
        () => draft().ask('correct', { path, typed }),
        (now, reply) => (reply.isDone ? corrected(now, path, place, reply) : null),
      ),
    async undo() {
      if (latest.current?.edits.length === 0) return;
      await change(() => draft().ask('undo', null), undone);
    },
    retry() {
      if (latest.current) again(latest.current);
      else if (asked.current) start(asked.current.original, asked.current.need);
    },
  };
}

/** Runs one control; a later one takes the place of one under way. */
function useRunningControl(show: (work: Work) => void) {
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController>(null);
  const run = async (next: Stage, work: (signal: AbortSignal) => Promise<Work>) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setStage(next);
    setError(null);
    try {
      const done = await work(own.signal);
      if (!own.signal.aborted) show(done);
    } catch (failure) {
      if (!own.signal.aborted) setError(failure);
    } finally {
      if (running.current === own) setStage({ kind: 'idle' });
    }
  };
  return {
    stage,
    error,
    fail: setError,
    control: (next: Stage, work: (signal: AbortSignal) => Promise<Work>) => void run(next, work),
  };
}

/** The worker starts with the first message and ends with the page. */
function useDraft(): () => DraftClient {
  const client = useRef<DraftClient>(null);
  useEffect(
    () => () => {
      client.current?.close();
      client.current = null;
    },
    [],
  );
  return () => (client.current ??= openDraftClient());
}

async function open(
  original: File,
  need: File | null,
  signal: AbortSignal,
  draft: DraftClient,
): Promise<Work> {
  const reply = await controlMessage({ message: original, need }, signal);
  signal.throwIfAborted();
  const file = reply.xml === undefined ? original : new Blob([reply.xml], { type: 'application/xml' });
  const opened = await draft.ask('open', file);
  const carried = carriedFrom(reply);
  return { original, need, file, opened, reply, carried, edits: [], hasLostCertificate: false, revision: 0 };
}

/** A message without corrections is read anew from its file: against other needs a workbook may say something else. */
async function controlAgain(work: Work, signal: AbortSignal, draft: DraftClient): Promise<Work> {
  const { original, need, file, carried, edits, revision } = work;
  if (edits.length === 0) return { ...(await open(original, need, signal, draft)), revision: revision + 1 };
  const reply = await controlMessage({ message: file, need }, signal);
  return { ...work, reply: placed(withCarried(reply, carried), work) };
}

/** Cells of the workbook that the message came from: the control of its XML knows them no more. */
function placed(reply: Work['reply'], { reply: before }: Work): Work['reply'] {
  const cells = new Map(before.findings.map(({ path, location }) => [path?.join('/'), location.excel]));
  const findings = reply.findings.map((finding): ShownFinding => {
    const excel = finding.location.excel ?? cells.get(finding.path?.join('/'));
    return excel === undefined ? finding : { ...finding, location: { ...finding.location, excel } };
  });
  return { ...reply, findings };
}

function corrected(
  work: Work,
  path: ModelPath,
  place: string,
  { file, before, after }: CorrectReply & { isDone: true },
): Work {
  return {
    ...work,
    file,
    carried: withoutPath(work.carried, path),
    edits: [
      ...work.edits,
      { path, place, before, after, revision: work.revision, carriedBefore: work.carried },
    ],
    hasLostCertificate: work.hasLostCertificate || work.opened.isCertified,
    revision: work.revision + 1,
  };
}

function undone(work: Work, file: Blob): Work | null {
  const last = work.edits.at(-1);
  if (!last) return null;
  return {
    ...work,
    file,
    carried: last.carriedBefore,
    edits: work.edits.slice(0, -1),
    hasLostCertificate: work.hasLostCertificate && work.edits.length > 1,
    revision: work.revision + 1,
  };
}
