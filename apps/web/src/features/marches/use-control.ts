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
  /** Puts a value in, then controls anew. `place` names the field for the list of corrections. */
  correct(path: ModelPath, typed: string, place: string): Promise<CorrectReply>;
  undo(): Promise<void>;
  retry(): void;
};

/** A message on its way from a file to one that conforms. */
export function useControl(): Control {
  const [work, setWork] = useState<Work | null>(null);
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const [error, setError] = useState<unknown>(null);
  const draft = useDraft();
  const running = useRef<AbortController>(null);
  const asked = useRef<{ original: File; need: File | null }>(null);

  /** Runs one control; a later one takes the place of one under way. */
  const control = async (next: Stage, run: (signal: AbortSignal) => Promise<Work>) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setStage(next);
    setError(null);
    try {
      const done = await run(own.signal);
      if (!own.signal.aborted) setWork(done);
    } catch (failure) {
      if (!own.signal.aborted) setError(failure);
    } finally {
      if (running.current === own) setStage({ kind: 'idle' });
    }
  };

  const start = (original: File, need: File | null) => {
    asked.current = { original, need };
    setWork(null);
    void control({ kind: 'first', name: original.name }, (signal) => open(original, need, signal, draft()));
  };
  const again = (changed: Work) => {
    setWork(changed);
    void control({ kind: 'again' }, (signal) => controlAgain(changed, signal));
  };
  return {
    work,
    stage,
    error,
    draft,
    start,
    retry: () => {
      if (work) again(work);
      else if (asked.current) start(asked.current.original, asked.current.need);
    },
    async correct(path, typed, place) {
      const reply = await draft().ask('correct', { path, typed });
      if (reply.isDone && work) again(corrected(work, path, place, reply));
      return reply;
    },
    async undo() {
      const last = work?.edits.at(-1);
      if (!work || !last) return;
      const file = await draft().ask('undo', null);
      again({
        ...work,
        file,
        carried: last.carriedBefore,
        edits: work.edits.slice(0, -1),
        hasLostCertificate: work.hasLostCertificate && work.edits.length > 1,
        revision: work.revision + 1,
      });
    },
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
  const file = reply.xml === undefined ? original : new Blob([reply.xml], { type: 'application/xml' });
  const opened = await draft.ask('open', file);
  const carried = carriedFrom(reply);
  return { original, need, file, opened, reply, carried, edits: [], hasLostCertificate: false, revision: 0 };
}

async function controlAgain(work: Work, signal: AbortSignal): Promise<Work> {
  const isUntouched = work.edits.length === 0;
  const message = isUntouched ? work.original : work.file;
  const reply = await controlMessage({ message, need: work.need }, signal);
  return { ...work, reply: isUntouched ? reply : placed(withCarried(reply, work.carried), work) };
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
