import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runDcmtk, startProgram } from '../programs.ts';
import { makeScratch } from '../scratch.ts';
import { freePort, untilListening } from './receiver.ts';

export type Called = { readonly port: number; readonly aeTitle: string };

/** dcmtk's archive with the images of a folder, which moves to the destination. */
export async function startDcmqrscp(destination: Called, files: string): Promise<Called & AsyncDisposable> {
  const folder = makeScratch('dcmqrscp');
  const storage = join(folder.path, 'PACS');
  mkdirSync(storage);
  const settings = join(folder.path, 'dcmqrscp.cfg');
  const port = await freePort();
  writeFileSync(
    settings,
    [
      'MaxPDUSize = 131072',
      'MaxAssociations = 16',
      'HostTable BEGIN',
      `destination = (${destination.aeTitle}, 127.0.0.1, ${destination.port})`,
      'HostTable END',
      'VendorTable BEGIN',
      'VendorTable END',
      'AETable BEGIN',
      `PACS ${storage} RW (200, 4096mb) ANY`,
      'AETable END',
      '',
    ].join('\n'),
  );
  const program = startProgram('dcmqrscp', ['-c', settings, String(port)]);
  await untilListening(port);
  await runDcmtk('storescu', ['-aec', 'PACS', '+sd', '127.0.0.1', String(port), files]);
  return {
    port,
    aeTitle: 'PACS',
    async [Symbol.asyncDispose]() {
      await program.end();
      folder.remove();
    },
  };
}
