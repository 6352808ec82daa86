import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './web-build.mjs';

/** @typedef {{ name: string, command: string, args: string[], env?: Record<string, string> }} Step */

/** A program of node_modules, run by this very Node. @param {string} path */
export const local = (path) => join(root, 'node_modules', path);

/**
 * Runs steps one after another and says how long each took; stops at the first that fails.
 * @param {Step[]} steps
 */
export async function runSteps(steps) {
  for (const step of steps) {
    const start = performance.now();
    const code = await runStep(step);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
    if (code !== 0) return code;
  }
  return 0;
}

/** @param {Omit<Step, 'name'>} step @returns {Promise<number>} the exit code */
export function runStep({ command, args, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}
