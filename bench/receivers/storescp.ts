import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { missingPrograms, startProgram } from '../programs.ts';
import { makeScratch } from '../scratch.ts';
import { freePort, untilListening, type ReceiverKind } from './receiver.ts';

const aeTitle = 'STORESCP';

/** dcmtk's storescp with these options. It answers before anything is on the disk: no sync. */
export function storescp(name: string, options: readonly string[]): ReceiverKind {
  return {
    name,
    isOurs: false,
    missing: missingPrograms('storescp'),
    async start() {
      const output = makeScratch('storescp');
      const port = await freePort();
      const program = startProgram('storescp', [
        ...options,
        '-aet',
        aeTitle,
        '-od',
        output.path,
        String(port),
      ]);
      await untilListening(port);
      return {
        name,
        port,
        aeTitle,
        callingAeTitle: 'CHA_PACS',
        pid: program.child.pid ?? 0,
        countStored: () => Promise.resolve(readdirSync(output.path).length),
        forget: async () => {
          for (const file of readdirSync(output.path)) rmSync(join(output.path, file));
        },
        async [Symbol.asyncDispose]() {
          await program.end();
          output.remove();
        },
      };
    },
  };
}

export const storescpDefault = storescp('storescp --fork', ['--fork']);
/** Its fastest settings: data sets written as they come, long PDUs. */
export const storescpFast = storescp('storescp --fork +B --max-pdu 131072', [
  '--fork',
  '+B',
  '--max-pdu',
  '131072',
]);
/** One process, so that the memory that counts is that of the process that was started. */
export const storescpSingle = storescp('storescp', []);
export const storescpSingleFast = storescp('storescp +B --max-pdu 131072', ['+B', '--max-pdu', '131072']);
