import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createRolesAndDatabase,
  freePort,
  openDatabase,
  startEmbedded,
  type EmbeddedServer,
  type RoleUrls,
  type SystemDatabase,
} from '@liaison/db';
import { z } from 'zod';
import { copyPreparedCluster } from './prepared-cluster.ts';

export const root = resolve(import.meta.dirname, '../..');

/** The roles of a demonstration, which has one receiver. */
export const roleNames = ['exchange', 'receive-0', 'render', 'web', 'work'] as const;

/** The whole platform as `npm start` runs it, on free ports and in a folder of its own, with its database beside it. */
export type Platform = {
  baseUrl: string;
  opsUrl: string;
  dicomPort: number;
  /** Listens where `env` names a certificate. */
  dicomTlsPort: number;
  dataDir: string;
  urls: RoleUrls;
  system: SystemDatabase;
  /** Everything that the processes wrote to their logs. */
  logs(): string;
  /** Process ids of the roles that are ready, by name. */
  roles(): Promise<Record<string, number>>;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  /** SIGTERM, and everything it holds stays: `start` goes on from there. */
  end(): Promise<{ exitCode: number | null }>;
  /** SIGKILL to the supervisor alone, or to every process as when the machine dies. */
  kill(what: 'supervisor' | 'everything'): Promise<void>;
  /** Starts the program again on the same folder, database and ports. */
  start(): Promise<void>;
  stop(): Promise<{ exitCode: number | null }>;
};

/**
 * `env`: settings of its own; what is undefined there is not set. `isPrepared`: its database has its tables from the first, as
 * the set-up of the tests prepared them; otherwise the platform meets an empty one, and makes them.
 */
export async function startPlatform(
  env: NodeJS.ProcessEnv = {},
  { isPrepared = true } = {},
): Promise<Platform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'liaison-system-'));
  const databaseDir = mkdtempSync(join(tmpdir(), 'liaison-system-pg-'));
  const databasePort = await freePort();
  const settings = ['max_connections=80'];
  if (isPrepared) await copyPreparedCluster(databaseDir);
  let server: EmbeddedServer | null = await startEmbedded(databaseDir, settings, databasePort);
  const urls = await createRolesAndDatabase(server.superUrl, 'liaison', server.password);
  const [httpPort, opsPort] = [await freePort(), await freePort()];
  const [dicomPort, dicomTlsPort] = [await freePort(), await freePort()];
  const baseUrl = `http://127.0.0.1:${httpPort}`;
  const opsUrl = `http://127.0.0.1:${opsPort}`;
  const chunks: string[] = [];
  const launch = () => {
    const child = spawn(process.execPath, [join(root, 'apps/server/src/main.ts')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...withoutSettings(process.env),
        LIAISON_DATA: dataDir,
        LIAISON_HTTP_PORT: String(httpPort),
        LIAISON_OPS_PORT: String(opsPort),
        LIAISON_DICOM_PORT: String(dicomPort),
        LIAISON_DICOM_TLS_PORT: String(dicomTlsPort),
        DATABASE_URL: urls.appUrl,
        DATABASE_SYSTEM_URL: urls.systemUrl,
        DATABASE_OWNER_URL: urls.ownerUrl,
        ...env,
      },
    });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    return child;
  };
  let main = launch();
  await untilReady(main, opsUrl, () => chunks.join(''));
  const system = openDatabase('system', urls.systemUrl, { max: 4, onError: () => {} });
  return {
    baseUrl,
    opsUrl,
    dicomPort,
    dicomTlsPort,
    dataDir,
    urls,
    system,
    logs: () => chunks.join(''),
    roles: () => readRoles(opsUrl),
    async stopDatabase() {
      await server?.stop();
      server = null;
    },
    async startDatabase() {
      server = await startEmbedded(databaseDir, settings, databasePort);
    },
    end: async () => ({ exitCode: await end(main, 'SIGTERM') }),
    async kill(what) {
      const roles = what === 'everything' ? Object.values(await readRoles(opsUrl)) : [];
      const gone = end(main, 'SIGKILL');
      for (const pid of roles) process.kill(pid, 'SIGKILL');
      await gone;
    },
    async start() {
      main = launch();
      await untilReady(main, opsUrl, () => chunks.join(''));
    },
    async stop() {
      await system.close();
      const exitCode = await end(main, 'SIGTERM');
      await server?.stop();
      rmSync(dataDir, { recursive: true, force: true });
      rmSync(databaseDir, { recursive: true, force: true });
      return { exitCode };
    },
  };
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(LIAISON_|DATABASE_)/.test(name)));
}

async function untilReady(main: ChildProcess, opsUrl: string, logs: () => string): Promise<void> {
  for (;;) {
    if (main.exitCode !== null) throw new Error(`the platform did not start:\n${logs()}`);
    const ready = await fetch(`${opsUrl}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await pause(50);
  }
}

const roleStates = z.array(z.object({ name: z.string(), pid: z.number(), isReady: z.boolean() }));

async function readRoles(opsUrl: string): Promise<Record<string, number>> {
  const states = roleStates.parse(await (await fetch(`${opsUrl}/roles`)).json());
  return Object.fromEntries(states.filter(({ isReady }) => isReady).map(({ name, pid }) => [name, pid]));
}

function end(main: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolveEnd) => {
    if (main.exitCode !== null || main.signalCode !== null) return resolveEnd(main.exitCode);
    main.once('exit', (code) => resolveEnd(code));
    main.kill(signal);
    return undefined;
  });
}

export const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms));

/** Asks again until `question` has an answer that is neither null, undefined nor false. The test's timeout is the limit. */
export async function eventually<Answer>(
  question: () => Promise<Answer | null | undefined | false>,
): Promise<Answer> {
  for (;;) {
    const answer = await question();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await pause(50);
  }
}
