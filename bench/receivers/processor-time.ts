import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Seconds of processor that these processes have had (proc(5), utime and stime in hundredths); 0 for those that are gone. */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + secondsOf(pid), 0);
}

function secondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** Resolves once these processes rest: less than a tenth of a processor over two seconds. Gives up after `longestMs`. */
export async function untilAtRest(pids: readonly number[], longestMs: number): Promise<boolean> {
  const deadline = performance.now() + longestMs;
  for (let before = processorSeconds(pids); performance.now() < deadline;) {
    await pause(2000);
    const now = processorSeconds(pids);
    if (now - before < 0.2) return true;
    before = now;
  }
  return false;
}
