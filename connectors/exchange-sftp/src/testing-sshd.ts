/** A real SFTP server (OpenSSH) of a test's own, that ends with it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@liaison/db';
import type { SftpAccount } from './open-sftp.ts';

export type Sshd = {
  /** Its root is a folder of this machine, where a test acts as the partner. */
  readonly account: SftpAccount;
  readonly root: string;
  stop(): Promise<void>;
};

export async function startSshd(folders: readonly string[]): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'));
  const root = join(folder, 'echanges');
  for (const name of folders) mkdirSync(join(root, name), { recursive: true });
  for (const name of ['machine', 'client'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  const port = await freePort();
  // Where it runs as root, it wants a place to lock itself into.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'machine')}`,
    `AuthorizedKeysFile ${join(folder, 'client.pub')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    `PidFile ${join(folder, 'pid')}`,
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
  const args = ['-D', '-e', '-f', join(folder, 'sshd_config')];
  const server = spawn('/usr/sbin/sshd', args, { stdio: 'ignore' });
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error('sshd did not start');
    await pause(20);
  }
  const printed = execFileSync('ssh-keygen', ['-lf', join(folder, 'machine.pub')], { encoding: 'utf8' });
  return {
    root,
    account: {
      host: '127.0.0.1',
      port,
      user: userInfo().username,
      privateKey: readFileSync(join(folder, 'client'), 'utf8'),
      password: null,
      hostKey: printed.split(' ')[1] ?? '',
      root,
    },
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
