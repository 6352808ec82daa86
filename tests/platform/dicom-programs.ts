import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@liaison/db';
import { readDataSet, readPart10, type DataSet } from '@liaison/dicom';
import { pause } from './start-platform.ts';

const orthancProgram = '/usr/sbin/Orthanc';
const orthancDicomweb = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** Whether the PACS of others are on this machine; says once what the tests lacked where they are not. */
export function hasForeignPacs(): boolean {
  const missing = [
    ...['storescu', 'dcmqrscp', 'dciodvfy'].filter((name) => spawnSync(name, ['--version']).error),
    ...[orthancProgram, orthancDicomweb].filter((path) => !existsSync(path)),
  ];
  if (missing.length > 0) console.warn(`Without ${missing.join(', ')}: nothing was held against other PACS.`);
  return missing.length === 0;
}

export type Kept = { port: number; folder: string };
export type Orthanc = { port: number; url: string };

/** Programs of dcmtk and Orthanc as the PACS of hospitals, in a folder of their own; `close` ends them all. */
export class DicomPrograms {
  readonly folder = mkdtempSync(join(tmpdir(), 'liaison-peers-'));
  readonly #children: ChildProcess[] = [];

  /** Runs one to its end. */
  run(program: string, args: readonly string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn(program, args, { cwd: this.folder, env: { ...process.env, TCP_NODELAY: '1' } });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString('latin1')));
    child.stderr.on('data', (text: Buffer) => (said += text.toString('latin1')));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  folderOf(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** storescp: keeps what it is sent, each data set as it came. */
  async storescp(aeTitle: string, options: readonly string[] = ['+xa'], port?: number): Promise<Kept> {
    const place = { port: port ?? (await freePort()), folder: this.folderOf(aeTitle) };
    const args = ['-aet', aeTitle, '+B', '-pm', ...options, '-od', place.folder, String(place.port)];
    await this.#start('storescp', args, place.port);
    return place;
  }

  /** dcmqrscp: a whole PACS, which moves to the AE titles of `moves`. */
  async dcmqrscp(
    aeTitle: string,
    moves: Readonly<Record<string, number>>,
    options: readonly string[] = [],
    port?: number,
  ): Promise<Kept> {
    const place = { port: port ?? (await freePort()), folder: this.folderOf(aeTitle) };
    const config = join(this.folder, `${aeTitle}.cfg`);
    const hosts = Object.entries(moves).map(([title, port]) => `${title} = (${title}, 127.0.0.1, ${port})`);
    const sections = [
      ['HostTable', ...hosts],
      ['VendorTable'],
      ['AETable', `${aeTitle} ${place.folder} RW (100, 1024mb) ANY`],
    ].map(([name, ...lines]) => [`${name} BEGIN`, ...lines, `${name} END`].join('\n'));
    writeFileSync(config, ['MaxPDUSize = 131072', 'MaxAssociations = 16', ...sections, ''].join('\n'));
    await this.#start('dcmqrscp', ['-c', config, ...options, String(place.port)], place.port);
    return place;
  }

  /** `modalities`: whom it knows, by AE title and port; `servers`: DICOMweb addresses and their headers. */
  async orthanc(
    aeTitle: string,
    given: {
      modalities: Readonly<Record<string, number>>;
      servers?: Readonly<Record<string, { url: string; headers: Readonly<Record<string, string>> }>>;
    },
  ): Promise<Orthanc> {
    const [port, httpPort, storage] = [await freePort(), await freePort(), this.folderOf(aeTitle)];
    const settings = join(this.folder, `${aeTitle}.json`);
    const modalities = Object.entries(given.modalities).map(([title, at]): [string, object] => [
      title,
      { AET: title, Host: '127.0.0.1', Port: at, AllowStorageCommitment: true },
    ]);
    const servers = Object.entries(given.servers ?? {}).map(([name, { url, headers }]): [string, object] => [
      name,
      { Url: url, HttpHeaders: headers },
    ]);
    const configuration = {
      Name: aeTitle,
      StorageDirectory: storage,
      IndexDirectory: storage,
      DicomAet: aeTitle,
      DicomPort: port,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      DicomModalities: Object.fromEntries(modalities),
      Plugins: [orthancDicomweb],
      DicomWeb: { Enable: true, Servers: Object.fromEntries(servers) },
    };
    writeFileSync(settings, JSON.stringify(configuration));
    await this.#start(orthancProgram, [settings], httpPort);
    return { port, url: `http://127.0.0.1:${httpPort}` };
  }

  async close(): Promise<void> {
    for (const child of this.#children) await endNow(child);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends what listens on this port, as a PACS that is switched off. */
  async switchOff(port: number): Promise<void> {
    for (const child of this.#children) if (child.spawnargs.includes(String(port))) await endNow(child);
  }

  async #start(program: string, args: readonly string[], port: number): Promise<void> {
    const env = { ...process.env, TCP_NODELAY: '1' };
    // A group of its own: dcmqrscp has a process for each association.
    const child = spawn(program, args, { cwd: this.folder, stdio: 'ignore', env, detached: true });
    this.#children.push(child);
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`${program} did not start`);
      await pause(20);
    }
  }
}

async function endNow(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

function answers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Asks Orthanc's own API. Throws where it answers no success. */
export async function askOrthanc<Answer>(
  { url }: Orthanc,
  path: string,
  body?: object | Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const reply = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`Orthanc answered ${reply.status} to ${path}: ${await reply.text()}`);
  return reply.json();
}

/** Files in a folder by their SOPInstanceUID: where each is, and its data set as it lies there. */
export function readKept(folder: string): Map<string, { path: string; dataSet: Buffer }> {
  const files = readdirSync(folder).filter((name) => name !== 'index.dat');
  return new Map(
    files.map((name) => {
      const path = join(folder, name);
      const { meta, dataSetBytes } = readPart10(readFileSync(path));
      return [meta.text('MediaStorageSOPInstanceUID') ?? name, { path, dataSet: dataSetBytes }];
    }),
  );
}

export type Keys = Readonly<Record<string, string>>;

export function keysOf(keys: Keys): string[] {
  return Object.entries(keys).flatMap(([name, value]) => ['-k', value === '' ? name : `${name}=${value}`]);
}

/** Answers of findscu, called as `from` to `to`. Throws where it fails. */
export async function findscu(
  programs: DicomPrograms,
  { from, to, port }: { from: string; to: string; port: number },
  keys: Keys,
  options: readonly string[] = [],
): Promise<DataSet[]> {
  const folder = mkdtempSync(join(programs.folder, 'answers-'));
  const names = ['-aet', from, '-aec', to, '-S', '-X', '-od', folder];
  const args = [...names, ...options, ...keysOf(keys), '127.0.0.1', String(port)];
  const { code, said } = await programs.run('findscu', args);
  if (code !== 0) throw new Error(`findscu ended with ${code}: ${said}`);
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const { dataSetBytes, transferSyntaxUID } = readPart10(readFileSync(join(folder, name)));
      return readDataSet(dataSetBytes, transferSyntaxUID).dataSet;
    });
}
