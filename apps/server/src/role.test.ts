import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

it.each([
  ['an exception', 'setTimeout(() => { throw new Error("row (LEFEVRE)") })'],
  ['a rejection', 'void Promise.reject(new Error("row (LEFEVRE)"))'],
])('ends a role by %s that nobody caught, without telling its message', (_what, accident) => {
  const program = `
    import { openLog } from '@liaison/log';
    import { liveAsRole } from '${resolve(import.meta.dirname, 'role.ts')}';
    liveAsRole(openLog('info'), async () => {});
    setInterval(() => {}, 1000);
    ${accident};`;
  const ended = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(ended.status).toBe(1);
  expect(ended.stdout).toContain('ended by what nobody caught');
  expect(ended.stdout + ended.stderr).not.toContain('LEFEVRE');
});
