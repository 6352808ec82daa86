import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../../../apps/mio/src/main.ts', import.meta.url));

/** The `mio` command as a process of its own, files in, files out, started from its sources. @throws Error on refusal */
export async function mio(
  args: readonly string[],
  { passphrase = '', controllerPassphrase = '' } = {},
): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [command, ...args], {
      env: { ...process.env, MIO_PASSPHRASE: passphrase, MIO_CONTROLLER_PASSPHRASE: controllerPassphrase },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`mio ${args.join(' ')}\n${said}`, { cause: error });
  }
}
