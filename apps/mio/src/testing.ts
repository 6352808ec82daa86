import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExitCode } from './command.ts';
import { commands } from './commands.ts';
import { runCommand } from './run-command.ts';

export type Run = { readonly code: ExitCode; readonly out: string; readonly err: string };

/** Runs a command in this process, as a shell would. */
export async function mio(...args: readonly string[]): Promise<Run> {
  const written = { out: '', err: '' };
  const code = await runCommand(commands, args, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
}

/** A folder of files that ends with the test. */
export class Desk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'mio-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  put(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
