import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { orders } from '../../tools/pack.mjs';
import { npm, packAll } from '../../tools/packing.mjs';

export type Run = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * A stranger's folder, outside the repository, with spaces and accents in its name, where both tarballs were installed
 * without network: nothing that runs there can come from the workspace.
 */
export class Editor {
  readonly folder: string;
  readonly #around: string;

  constructor() {
    this.#around = mkdtempSync(join(tmpdir(), 'editeur-'));
    this.folder = join(this.#around, 'Éditeur de l’hôpital');
    mkdirSync(this.folder);
    this.put('package.json', JSON.stringify({ name: 'editeur', private: true, type: 'module' }));
    const tarballs = packAll(orders, join(this.#around, 'tarballs'));
    npm(['install', '--offline', '--no-audit', '--no-fund', ...tarballs], this.folder);
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  put(name: string, content: string | Uint8Array): string {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /** `npx mio …`, as a person types it. */
  mio(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    const command = process.platform === 'win32' ? 'mio.cmd' : 'mio';
    return this.#run(this.path('node_modules', '.bin', command), args, env);
  }

  /** A program of the editor's own. */
  node(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Run {
    return this.#run(process.execPath, [this.path(script), ...args], env);
  }

  #run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Run {
    const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: path, NODE_OPTIONS: '', ...env },
      shell: process.platform === 'win32',
    });
    return { code: status, out: stdout, err: stderr };
  }

  remove(): void {
    rmSync(this.#around, { recursive: true });
  }
}
