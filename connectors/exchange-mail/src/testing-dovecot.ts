/** A real IMAP server (Dovecot) of a test's own: one process group, without rights, in a folder that ends with it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@liaison/db';

export type Dovecot = {
  readonly port: number;
  readonly password: string;
  /** Delivers a mail, as a mail server does into a Maildir. */
  deliver(user: string, raw: Uint8Array | string): void;
  /** Takes the right to write into a folder of a mailbox away, or gives it back. */
  allowWrites(user: string, folder: string, isAllowed: boolean): void;
  stop(): Promise<void>;
};

/** Mail is not read as root: Dovecot refuses to. */
function owner(): { user: string; group: string; uid: number; gid: number } {
  const { username, uid, gid } = userInfo();
  const idOf = (kind: string, name: string) => Number(execFileSync('id', [kind, name], { encoding: 'utf8' }));
  if (uid !== 0) {
    const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
    return { user: username, group, uid, gid };
  }
  return { user: 'nobody', group: 'nogroup', uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') };
}

export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  const port = await freePort();
  const password = 'mot de passe d’essai'.replaceAll(/[^a-z]/g, '');
  const own = owner();
  for (const name of ['run', 'state', 'mail', 'drop']) mkdirSync(join(folder, name), { mode: 0o755 });
  chownSync(join(folder, 'mail'), own.uid, own.gid);
  execFileSync('chmod', ['755', folder]);
  writeFileSync(join(folder, 'dovecot.conf'), configure(folder, port, password, own));
  const server = spawn('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(readFileSync(join(folder, 'log'), 'utf8'));
    await pause(20);
  }
  let rank = 0;
  return {
    port,
    password,
    deliver(user, raw) {
      rank += 1;
      const box = join(folder, 'mail', user);
      for (const name of ['', 'tmp', 'new', 'cur']) {
        mkdirSync(join(box, name), { recursive: true });
        chownSync(join(box, name), own.uid, own.gid);
      }
      const name = `${Date.now()}.${rank}.essai`;
      writeFileSync(join(box, 'tmp', name), raw);
      chownSync(join(box, 'tmp', name), own.uid, own.gid);
      renameSync(join(box, 'tmp', name), join(box, 'new', name));
    },
    allowWrites(user, name, isAllowed) {
      const box = join(folder, 'mail', user, `.${name}`);
      for (const part of ['.', 'tmp', 'new', 'cur']) chmodSync(join(box, part), isAllowed ? 0o755 : 0o555);
    },
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configure(
  folder: string,
  port: number,
  password: string,
  { user, group }: { user: string; group: string },
): string {
  return `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/mail/%u
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_uid = ${user}
mail_gid = ${group}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = home=${folder}/mail/%u
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
