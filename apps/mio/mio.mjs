#!/usr/bin/env node
/**
 * The `mio` command, from any Node ≥ 20 and any platform: hands over to the Node that the lockfile pins, which reads
 * TypeScript as it is.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from '../../tools/pinned-node.mjs';

const main = fileURLToPath(new URL('src/main.ts', import.meta.url));
const child = spawn(pinnedNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
