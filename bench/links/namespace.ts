import { spawnSync } from 'node:child_process';

/**
 * A network of two: this machine and a namespace of its own behind an Ethernet pair, MTU 1500, with the round trip that
 * was asked for where the kernel can delay packets (netem).
 */
export type Link = Disposable & {
  /** This machine, as the other side calls it. */
  readonly host: string;
  /** Put before a command, runs it on the other side. */
  readonly prefix: readonly string[];
  /** Round trip added, in milliseconds. */
  readonly delayMs: number;
};

const host = '10.207.83.1';
const other = '10.207.83.2';

/** Throws with what the system said when it cannot be made: no root, no `ip`, no netem in the kernel. */
export function openLink(delayMs: number): Link {
  const name = `liaison-${process.pid}`;
  const pair = [`lia${process.pid % 10_000}a`, `lia${process.pid % 10_000}b`] as const;
  const close = (): void => {
    spawnSync('ip', ['link', 'del', pair[0]], { stdio: 'ignore' });
    spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
  };
  const there = ['ip', 'netns', 'exec', name];
  try {
    run('ip', 'netns', 'add', name);
    run('ip', 'link', 'add', pair[0], 'mtu', '1500', 'type', 'veth', 'peer', 'name', pair[1], 'mtu', '1500');
    run('ip', 'link', 'set', pair[1], 'netns', name);
    run('ip', 'addr', 'add', `${host}/24`, 'dev', pair[0]);
    run('ip', 'link', 'set', pair[0], 'up');
    run(...there, 'ip', 'addr', 'add', `${other}/24`, 'dev', pair[1]);
    run(...there, 'ip', 'link', 'set', pair[1], 'up');
    if (delayMs > 0) {
      const half = ['netem', 'delay', `${delayMs / 2}ms`, 'limit', '20000'];
      run('tc', 'qdisc', 'add', 'dev', pair[0], 'root', ...half);
      run(...there, 'tc', 'qdisc', 'add', 'dev', pair[1], 'root', ...half);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { host, prefix: there, delayMs, [Symbol.dispose]: close };
}

function run(command = '', ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new Error(`${command} is not here`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.trim().split('\n')[0]}`);
}
