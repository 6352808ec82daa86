import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@liaison/db';

/** A hospital's PACS: dcmqrscp of dcmtk, which moves studies to whom it knows, and to nobody else. */
export class Dcmqrscp {
  readonly aeTitle: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'liaison-dcmqrscp-'));
  #child: ChildProcess | null = null;
  port = 0;

  constructor(aeTitle: string) {
    this.aeTitle = aeTitle;
    mkdirSync(join(this.#folder, 'studies'));
  }

  static isThere(): boolean {
    return spawnSync('dcmqrscp', ['--version']).status === 0;
  }

  /** Starts, or starts again on the same port, knowing `destination`; C-GET is refused. */
  async know(destination: { aeTitle: string; port: number }): Promise<void> {
    await this.close();
    this.port ||= await freePort();
    const config = join(this.#folder, 'dcmqrscp.cfg');
    writeFileSync(
      config,
      `MaxPDUSize = 131072
MaxAssociations = 16
HostTable BEGIN
known = (${destination.aeTitle}, 127.0.0.1, ${destination.port})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
${this.aeTitle} ${join(this.#folder, 'studies')} RW (100, 1024mb) ANY
AETable END
`,
    );
    const env = { ...process.env, TCP_NODELAY: '1' };
    this.#child = spawn('dcmqrscp', ['-c', config, '--disable-get', String(this.port)], {
      stdio: 'ignore',
      env,
    });
    while (!(await answers(this.port))) {
      if (this.#child.exitCode !== null) throw new Error('dcmqrscp did not start');
    }
  }

  /** Puts files into it, as a scanner does. */
  load(files: readonly string[]): void {
    const args = ['-aec', this.aeTitle, '127.0.0.1', String(this.port), ...files];
    const sent = spawnSync('storescu', args, { encoding: 'utf8', env: { ...process.env, TCP_NODELAY: '1' } });
    if (sent.status !== 0) throw new Error(sent.stderr);
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async forget(): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => setTimeout(() => resolve(false), 20));
  });
}
