import { createHash, timingSafeEqual } from 'node:crypto';
import { posix } from 'node:path';
import { Writable } from 'node:stream';
import {
  FileSpaceError,
  isUnfinished,
  nameOfStaged,
  safeName,
  stagedName,
  type FileSpace,
  type FoundFile,
} from '@liaison/file-space';
import SftpClient from 'ssh2-sftp-client';
import { toFileSpaceError } from './trouble.ts';

/** An account on an SFTP server. */
export type SftpAccount = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** PEM or OpenSSH; null where a password opens the account. */
  readonly privateKey: string | null;
  readonly password: string | null;
  /** `SHA256:…`, as `ssh-keygen -lf` writes it: no other server is talked to. */
  readonly hostKey: string;
  /** Where the folders are, from the account's root. */
  readonly root: string;
};

/** A place of files over SFTP. Its connection is made when it is first needed, and again after it broke. */
export function openSftp(account: SftpAccount): FileSpace {
  const session = new Session(account);
  const at = (folder: string, name: string) => posix.join(account.root, safeName(folder), name);
  return {
    list: (folder) => session.run((client) => listFolder(client, posix.join(account.root, safeName(folder)))),
    read: (folder, name, mostBytes) =>
      session.run((client) => readWhole(client, at(folder, safeName(name)), mostBytes)),
    stage: (folder, name, bytes) =>
      session.run(async (client) => {
        const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
        await client.put(given, at(folder, stagedName(safeName(name))));
      }),
    publish: (folder, name) =>
      session.run((client) => renameOver(client, at(folder, stagedName(safeName(name))), at(folder, name))),
    listStaged: (folder) =>
      session.run(async (client) => {
        const found = await client.list(posix.join(account.root, safeName(folder)));
        return found.flatMap(({ name }) => nameOfStaged(name) ?? []);
      }),
    move: (from, name, to, newName) =>
      session.run((client) => renameOver(client, at(from, safeName(name)), at(to, safeName(newName)))),
    close: () => session.close(),
  };
}

async function listFolder(client: SftpClient, path: string): Promise<FoundFile[]> {
  const found = await client.list(path);
  return found.flatMap(({ type, name, size, modifyTime }) => {
    if (type !== '-' || isUnfinished(name)) return [];
    return [{ name, size, modifiedMs: modifyTime }];
  });
}

/** Read no further than what may be, whatever the server says of the size. */
async function readWhole(client: SftpClient, path: string, mostBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      chunks.push(chunk);
      done(length > mostBytes ? new FileSpaceError('too-large') : null);
    },
  });
  try {
    await client.get(path, sink);
  } catch (error) {
    throw length > mostBytes ? new FileSpaceError('too-large', '', { cause: error }) : error;
  }
  return Buffer.concat(chunks);
}

/** OpenSSH replaces in one step; elsewhere (SFTP version 3) a rename refuses a name that is taken. */
async function renameOver(client: SftpClient, from: string, to: string): Promise<void> {
  try {
    await client.posixRename(from, to);
  } catch (error) {
    if (!(error instanceof Error) || !/extended|not support|unsupported/i.test(error.message)) throw error;
    await client.delete(to, true);
    await client.rename(from, to);
  }
}

/** One thing at a time over one connection; whatever fails closes it. */
class Session {
  readonly #account: SftpAccount;
  #client: SftpClient | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(account: SftpAccount) {
    this.#account = account;
  }

  run<Value>(work: (client: SftpClient) => Promise<Value>): Promise<Value> {
    const running = this.#last.then(() => this.#run(work));
    this.#last = running.catch(() => {});
    return running;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#end();
  }

  async #run<Value>(work: (client: SftpClient) => Promise<Value>): Promise<Value> {
    const seen = { isOther: false };
    try {
      this.#client ??= await connect(this.#account, seen, () => {
        this.#client = null;
      });
      return await work(this.#client);
    } catch (error) {
      if (error instanceof FileSpaceError) throw error;
      await this.#end();
      throw seen.isOther ? new FileSpaceError('other-host', '', { cause: error }) : toFileSpaceError(error);
    }
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => false);
  }
}

async function connect(
  account: SftpAccount,
  seen: { isOther: boolean },
  onClosed: () => void,
): Promise<SftpClient> {
  // Events that nobody waits for would otherwise be thrown, or written to the terminal.
  const client = new SftpClient('exchanges', { error: () => {}, end: onClosed, close: onClosed });
  await client.connect({
    host: account.host,
    port: account.port,
    username: account.user,
    ...(account.privateKey === null ? {} : { privateKey: account.privateKey }),
    ...(account.password === null ? {} : { password: account.password }),
    readyTimeout: 15_000,
    keepaliveInterval: 15_000,
    hostVerifier: (key: Buffer) => {
      seen.isOther = !isExpected(key, account.hostKey);
      return !seen.isOther;
    },
  });
  return client;
}

function isExpected(key: Buffer, hostKey: string): boolean {
  const given = createHash('sha256').update(key).digest();
  const expected = Buffer.from(hostKey.replace(/^SHA256:/, ''), 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
