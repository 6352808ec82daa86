import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fileOf } from '../inputs/slices.ts';
import { makeScratch } from '../scratch.ts';
import { parted, type Sender } from './sender.ts';

/**
 * dcmtk's storescu, one process for each association, started together; its start, the reading of the files and the
 * association are in the time. Without TCP_NODELAY it waits for the peer's delayed acknowledgements on loopback, and
 * measures nothing else.
 */
export const storescu = storescuThrough({ host: '127.0.0.1', prefix: [] });

/** The same from the other side of a link, with more options of storescu. `prefix`: what runs a command there. */
export function storescuThrough(
  link: { readonly host: string; readonly prefix: readonly string[] },
  options: readonly string[] = [],
): Sender {
  return {
    name: 'storescu',
    async prepare(study, associations) {
      const folder = makeScratch('files');
      const parts = parted(study.slices, associations).map((slices, part) => {
        const path = join(folder.path, String(part));
        mkdirSync(path);
        for (const [index, slice] of slices.entries()) {
          writeFileSync(join(path, String(index).padStart(5, '0')), Buffer.concat(fileOf(slice)));
        }
        return path;
      });
      return {
        async send(receiver) {
          const start = performance.now();
          const args = [
            ...options,
            '-aet',
            receiver.callingAeTitle,
            '-aec',
            receiver.aeTitle,
            '+sd',
            link.host,
            String(receiver.port),
          ];
          await Promise.all(parts.map((path) => run([...link.prefix, 'storescu', ...args, path])));
          return (performance.now() - start) / 1000;
        },
        [Symbol.dispose]: () => folder.remove(),
      };
    },
  };
}

function run([command = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TCP_NODELAY: '1' },
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`storescu ended with ${code}: ${complaints.slice(0, 200)}`)),
    );
  });
}
