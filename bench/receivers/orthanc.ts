import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { missingPrograms, startProgram, type Program } from '../programs.ts';
import { makeScratch } from '../scratch.ts';
import { freePort, untilListening, type Receiver, type ReceiverKind } from './receiver.ts';

const aeTitle = 'ORTHANC';
const dicomWeb: Program = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** Orthanc with the defaults of its makers (SQLite, synchronous storage); only ports and folders are ours. */
export const orthanc: ReceiverKind = {
  name: 'Orthanc, default configuration',
  isOurs: false,
  missing: missingPrograms('Orthanc'),
  start: () => startOrthanc([]),
};

export const missingDicomWeb = missingPrograms('Orthanc', dicomWeb);

/** With its DICOMweb plugin, under `/dicom-web`. */
export const startOrthancDicomWeb = (): Promise<RunningOrthanc> => startOrthanc([dicomWeb]);

export type RunningOrthanc = Receiver & {
  readonly httpUrl: string;
  /** Images in its index. */
  countShown(): Promise<number>;
};

const statistics = z.object({ CountInstances: z.number() });
const identifiers = z.array(z.string());

async function startOrthanc(plugins: readonly string[]): Promise<RunningOrthanc> {
  const folder = makeScratch('orthanc');
  const [port, httpPort] = [await freePort(), await freePort()];
  const storage = join(folder.path, 'storage');
  const settings = join(folder.path, 'orthanc.json');
  mkdirSync(storage);
  const configuration = {
    StorageDirectory: storage,
    IndexDirectory: storage,
    DicomPort: port,
    HttpPort: httpPort,
    DicomAet: aeTitle,
    RemoteAccessAllowed: false,
    Plugins: plugins,
  };
  writeFileSync(settings, JSON.stringify(configuration));
  const program = startProgram('Orthanc', [settings]);
  await untilListening(port);
  await untilListening(httpPort);
  const httpUrl = `http://127.0.0.1:${httpPort}`;
  const ask = async (path: string): Promise<unknown> => (await fetch(`${httpUrl}${path}`)).json();
  const countShown = async (): Promise<number> => statistics.parse(await ask('/statistics')).CountInstances;
  return {
    name: orthanc.name,
    port,
    httpUrl,
    aeTitle,
    callingAeTitle: 'CHA_PACS',
    pid: program.child.pid ?? 0,
    countStored: countShown,
    countShown,
    forget: async () => {
      for (const study of identifiers.parse(await ask('/studies'))) {
        await fetch(`${httpUrl}/studies/${study}`, { method: 'DELETE' });
      }
    },
    async [Symbol.asyncDispose]() {
      await program.end();
      folder.remove();
    },
  };
}
