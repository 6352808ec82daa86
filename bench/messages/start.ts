import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endChild } from '../programs.ts';

export type TaskName =
  | 'control'
  | 'bareSchema'
  | 'schematron'
  | 'pool1'
  | 'pool2'
  | 'sign'
  | 'verify'
  | 'certify'
  | 'verifyCertified'
  | 'signPeer'
  | 'verifyPeer'
  | 'writeModel'
  | 'readModel'
  | 'readCells'
  | 'writeExcelJs'
  | 'readExcelJs';

/** `restingBytes`: resident before the run; `peakBytes`: the most that the process ever held. */
export type Outcome = {
  readonly seconds: number;
  readonly restingBytes: number;
  readonly peakBytes: number;
};

export type Contestant = AsyncDisposable & { run(): Promise<Outcome> };

/** Starts the process of a task on the market in `folder`, and gives it once it is ready. */
export async function startContestant(task: TaskName, folder: string): Promise<Contestant> {
  const child = fork(join(import.meta.dirname, 'contestant.ts'), [task, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const started = await answerOf(child);
  if (!('ready' in started)) throw new Error(`${task} did not start`);
  return {
    async run() {
      const answer = answerOf(child);
      child.send('run');
      const outcome = await answer;
      if ('failure' in outcome) throw new Error(String(outcome.failure));
      return outcome as Outcome;
    },
    [Symbol.asyncDispose]: () => endChild(child),
  };
}

async function answerOf(child: ChildProcess): Promise<object> {
  const ended = new AbortController();
  try {
    const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`the process ended with ${String(code)}`);
    });
    const message = once(child, 'message', { signal: ended.signal }).then(([first]) => first as object);
    return await Promise.race([exit, message]);
  } finally {
    ended.abort();
  }
}
