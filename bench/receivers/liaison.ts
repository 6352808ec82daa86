import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { listOpenContainers, scanContainer } from '@liaison/blobs';

import { loadReceiveRole, receiveEntry, receiveExecArgv } from '../../apps/server/src/receive-process.ts';
import { endChild } from '../programs.ts';
import { makeScratch } from '../scratch.ts';
import { freePort, type Receiver, type ReceiverKind } from './receiver.ts';

const callingAeTitle = 'CHA_PACS';
const aeTitle = 'LIAISON';

/** Our `receive` role alone, the process that production runs, started as the supervisor starts it. */
export const liaison = receiveRole('Liaison, receive role');

/** The same, listening on another address of this machine than the loopback. */
export const liaisonOn = (host: string): ReceiverKind => receiveRole('Liaison, receive role', [], host);

/** The same with its syncs taken out, like for like with receivers that sync nothing. Production cannot do this. */
export const liaisonUnsynced = receiveRole('Liaison, receive role, no sync', [
  `--import=${pathToFileURL(resolve(import.meta.dirname, 'no-sync.ts')).href}`,
]);

/** The same, called on its TLS port. PEM files. */
export const liaisonThroughTls = (tls: CertificateFiles): ReceiverKind =>
  receiveRole('Liaison, receive role, TLS', [], '127.0.0.1', tls);

export type CertificateFiles = { readonly certFile: string; readonly keyFile: string };

function receiveRole(
  name: string,
  execArgv: readonly string[] = [],
  host = '127.0.0.1',
  tls?: CertificateFiles,
): ReceiverKind {
  return { name, isOurs: true, missing: null, start: () => startRole(name, execArgv, host, tls) };
}

async function startRole(
  name: string,
  execArgv: readonly string[],
  host: string,
  tls: CertificateFiles | undefined,
): Promise<Receiver> {
  const data = makeScratch('liaison');
  const containers = join(data.path, 'containers');
  mkdirSync(join(data.path, 'reception'));
  const peers = [{ aeTitle: callingAeTitle, structureId: '', addresses: ['127.0.0.0/8', '10.0.0.0/8'] }];
  writeFileSync(join(data.path, 'reception/peers.json'), JSON.stringify({ version: 1, peers }));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const secured = tls && {
    LIAISON_DICOM_TLS_PORT: String(tlsPort),
    LIAISON_DICOM_TLS_CERT: tls.certFile,
    LIAISON_DICOM_TLS_KEY: tls.keyFile,
  };
  // As the supervisor does at its first start.
  const compileCache = join(data.path, 'compile-cache');
  await loadReceiveRole(compileCache);
  const child = fork(receiveEntry, [], {
    execArgv: [...receiveExecArgv, ...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      LIAISON_DATA: data.path,
      LIAISON_DICOM_LISTEN: host,
      LIAISON_DICOM_PORT: String(port),
      LIAISON_AET: aeTitle,
      LIAISON_ENV: 'production',
      LIAISON_NODE: 'bench',
      LIAISON_SLOT: '0',
      LIAISON_RECEIVERS: '1',
      LIAISON_LOG: 'warn',
      ...secured,
    },
  });
  await untilReady(child);
  return {
    name,
    port: tls ? tlsPort : port,
    aeTitle,
    callingAeTitle,
    pid: child.pid ?? 0,
    countStored: () => Promise.resolve(countInstances(containers)),
    forget: async () => {
      for (const { path } of listOpenContainers(containers)) rmSync(path);
    },
    async [Symbol.asyncDispose]() {
      await endChild(child);
      data.remove();
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((ready, reject) => {
    child.once('message', () => ready());
    child.once('exit', (code) => reject(new Error(`the receive role ended with ${code}`)));
  });
}

/** Distinct instances that are marked as durable. */
function countInstances(containers: string): number {
  const entries = listOpenContainers(containers).flatMap(({ path }) => scanContainer(path, 0).entries);
  return new Set(entries.filter(({ kind }) => kind === 'instance').map(({ header }) => header.SOPInstanceUID))
    .size;
}
