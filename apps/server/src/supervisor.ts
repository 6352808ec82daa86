import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { openDatabase, type RoleUrls } from '@liaison/db';
import { describeError, openLog, type Log } from '@liaison/log';
import { writePeersSnapshot } from '@liaison/pacs';
import { compileCacheOf } from './compile-cache.ts';
import { openServer, prepareDatabase } from './database.ts';
import { readExchangeSettings } from './exchanges/settings.ts';
import { takeLock } from './lock.ts';
import { withoutAuthority, withoutKeys } from './role-environment.ts';
import { startOps, type RoleState } from './ops.ts';
import { loadReceiveRole, receiveEntry, receiveExecArgv } from './receive-process.ts';

type Role = {
  name: string;
  entry: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Options of Node besides those of the supervisor. */
  execArgv?: readonly string[];
};

const drainMs = 15_000;
/** A life that long makes up for past deaths. */
const calmMs = 60_000;

/** Starts the database where it is ours, then the roles, and keeps them alive until it is asked to stop. */
export async function supervise(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { role: 'supervisor' });
  if (!(await takeLock(`${config.dataDir} ${config.node}`))) {
    throw new Error(`Liaison tourne déjà avec le dossier ${config.dataDir} sur cette machine`);
  }
  readExchangeSettings(config.exchangesFile);
  mkdirSync(join(config.dataDir, 'reception'), { recursive: true });
  // While the database starts. A receiver that is not prepared for is heavier, and works.
  const loaded = loadReceiveRole(compileCacheOf(config)).catch((error: unknown) =>
    log.warn('receive role not loaded', describeError(error)),
  );
  const server = await openServer(config);
  const applied = await prepareDatabase(server.urls);
  if (applied.length > 0) log.info('database migrated', { count: applied.length });
  const demo = config.environment === 'demo' ? await prepareDemo(config, server.urls) : null;
  await writePeers(config, server.urls);
  const env = childEnvironment(config, server.urls, demo?.env ?? {});
  const family = new Family(log);
  const ops = await startOps(config, family);
  stopOnSignal(log, [() => family.stop(), () => ops.close(), () => server.stop()]);
  await loaded;
  await Promise.all(rolesOf(config, env).map((role) => family.start(role)));
  demo?.welcome();
  log.info('ready', { port: config.httpPort });
}

/** Loaded by demonstrations alone. */
async function prepareDemo(config: Config, urls: RoleUrls) {
  const [preparing, welcoming] = await Promise.all([
    import('./demo/prepare.ts'),
    import('./demo/welcome.ts'),
  ]);
  const env = await preparing.prepareDemo(config, urls);
  return { env, welcome: () => welcoming.printWelcome(config) };
}

/** Runs `steps` in order at the first SIGINT or SIGTERM, then ends the process. */
function stopOnSignal(log: Log, steps: readonly (() => Promise<void>)[]): void {
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping', { signal });
    for (const step of steps) await step();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
}

/** Receivers know their peers from a file, so that they need no database; it must be there before they are. */
async function writePeers(config: Config, urls: RoleUrls): Promise<void> {
  const database = openDatabase('system', urls.systemUrl, { max: 1 });
  try {
    await writePeersSnapshot(database, join(config.dataDir, 'reception', 'peers.json'));
  } finally {
    await database.close();
  }
}

function childEnvironment(
  config: Config,
  urls: { appUrl: string; systemUrl: string },
  demo: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  // Roles never get the owner's address: only the supervisor migrates.
  const { DATABASE_OWNER_URL: _owner, ...inherited } = process.env;
  return {
    ...inherited,
    LIAISON_DATA: config.dataDir,
    LIAISON_LISTEN: config.listen,
    LIAISON_DICOM_LISTEN: config.dicomListen,
    LIAISON_ENV: config.environment,
    LIAISON_DICOM_PORT: String(config.dicomPort),
    LIAISON_DICOM_TLS_PORT: String(config.dicomTls?.port ?? 0),
    LIAISON_AET: config.aeTitle,
    LIAISON_NODE: config.node,
    LIAISON_LOG: config.logLevel,
    NODE_COMPILE_CACHE: compileCacheOf(config),
    LIAISON_RECEIVERS: String(config.receivers),
    DATABASE_URL: urls.appUrl,
    DATABASE_SYSTEM_URL: urls.systemUrl,
    ...demo,
  };
}

function rolesOf(config: Config, env: NodeJS.ProcessEnv): Role[] {
  const here = import.meta.dirname;
  const main = join(here, 'main.ts');
  const receivers = Array.from({ length: config.receivers }, (_, index): Role => {
    const slot = String(index);
    return {
      name: `receive-${slot}`,
      entry: receiveEntry,
      args: [],
      env: { ...withoutKeys(env), LIAISON_SLOT: slot },
      execArgv: receiveExecArgv,
    };
  });
  return [
    { name: 'work', entry: main, args: ['work'], env },
    { name: 'web', entry: main, args: ['web'], env },
    { name: 'exchange', entry: main, args: ['exchange'], env: withoutAuthority(env) },
    { name: 'render', entry: join(here, 'render.ts'), args: [], env: withoutKeys(env) },
    ...receivers,
  ];
}

/** The roles and their lives: one that dies is started again, sooner or later as it died often or seldom. */
export class Family {
  #log: Log;
  #members = new Map<string, { child: ChildProcess; restarts: number; isReady: boolean }>();
  #isStopping = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Resolves once the role says that it is ready; rejects when its first start fails. */
  start(role: Role, restarts = 0): Promise<void> {
    const child = fork(role.entry, role.args, {
      env: role.env,
      execArgv: [...process.execArgv, ...(role.execArgv ?? [])],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const member = { child, restarts, isReady: false };
    this.#members.set(role.name, member);
    let calm: NodeJS.Timeout | undefined;
    return new Promise((resolve, reject) => {
      child.on('message', (message: { kind?: string }) => {
        if (message.kind !== 'ready') return;
        member.isReady = true;
        calm = setTimeout(() => {
          member.restarts = 0;
        }, calmMs).unref();
        this.#log.info('role ready', { child: role.name, pid: child.pid ?? 0 });
        resolve();
      });
      const died = (code: number | null, signal: string | null) => {
        clearTimeout(calm);
        if (this.#isStopping) return;
        const wasReady = member.isReady;
        member.isReady = false;
        const deaths = member.restarts;
        this.#log.error('role died', { child: role.name, exit_code: code, signal, count: deaths });
        if (!wasReady && restarts === 0) reject(new Error(`le rôle ${role.name} n’a pas pu démarrer`));
        else setTimeout(() => this.#revive(role, deaths), Math.min(100 * 2 ** Math.min(deaths, 7), 10_000));
      };
      child.on('exit', died);
      child.on('error', (error) => {
        this.#log.error('role trouble', { child: role.name, ...describeError(error) });
        // A process that could not be made, for want of memory, has no exit to tell.
        if (child.pid === undefined) died(null, null);
      });
    });
  }

  #revive(role: Role, deaths: number): void {
    if (!this.#isStopping) void this.start(role, deaths + 1);
  }

  states(): RoleState[] {
    return [...this.#members].map(([name, member]) => ({
      name,
      pid: member.child.pid ?? 0,
      isReady: member.isReady,
      restarts: member.restarts,
    }));
  }

  askMetrics(name: string): Promise<string> {
    const child = this.#members.get(name)?.child;
    if (!child?.connected) return Promise.resolve('');
    return new Promise((resolve) => {
      const finish = (text: string) => {
        clearTimeout(patience);
        child.off('message', hear);
        resolve(text);
      };
      const hear = (message: { kind?: string; text?: string }) => {
        if (message.kind === 'metrics') finish(message.text ?? '');
      };
      const patience = setTimeout(() => finish(''), 2000);
      child.on('message', hear);
      // A role may die just now: its channel then fails, and the answer is an empty one.
      child.send({ kind: 'metrics' }, (error) => {
        if (error) finish('');
      });
    });
  }

  /** Asks each to drain (requests, associations), then ends those that do not within 15 s. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(
      [...this.#members.values()].map(({ child }) => {
        return new Promise<void>((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) return resolve();
          const last = setTimeout(() => child.kill('SIGKILL'), drainMs);
          child.once('exit', () => {
            clearTimeout(last);
            resolve();
          });
          child.kill('SIGTERM');
          return undefined;
        });
      }),
    );
  }
}
