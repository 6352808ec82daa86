import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '@liaison/config';
import { openOnlineKeys, readSigner } from '@liaison/mio-authority';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareMioKeys } from './mio-keys.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function configured(env: NodeJS.ProcessEnv = {}): Config {
  const read = readConfig({ LIAISON_DATA: dataDir, ...env }, 'supervisor');
  if (!read.ok) throw new TypeError(read.error.join(' '));
  return read.value;
}

const file = (name: string) => join(dataDir, 'mio', name);
const list = 'autorite/confiance/racine.crl';

/** The serial of what signs: another ceremony, another one. */
function opened(env: NodeJS.ProcessEnv): string {
  const { LIAISON_AUTHORITY = '', LIAISON_AUTHORITY_PASSPHRASE = '' } = env;
  const { LIAISON_MIO_SIGNER = '', LIAISON_MIO_PASSPHRASE = '' } = env;
  const [certificate] = readSigner(LIAISON_MIO_SIGNER, LIAISON_MIO_PASSPHRASE).certificates;
  const { register } = openOnlineKeys(LIAISON_AUTHORITY, LIAISON_AUTHORITY_PASSPHRASE);
  return `${register.issued.length} ${certificate.toString('hex')}`;
}

describe('keys of a demonstration', () => {
  it('are made once, and what they open stays what it was', async () => {
    const made = await prepareMioKeys(configured());
    const before = [opened(made), readFileSync(file(list)).toString('hex')];
    const again = await prepareMioKeys(configured());
    expect(again).toEqual(made);
    expect([opened(again), readFileSync(file(list)).toString('hex')]).toEqual(before);
  });

  it('are made anew when the making was cut short', async () => {
    const before = opened(await prepareMioKeys(configured()));
    rmSync(file('serveur'), { recursive: true });
    rmSync(file('controleur'), { recursive: true });
    const after = opened(await prepareMioKeys(configured()));
    expect(after).toMatch(/^1 /);
    expect(after).not.toBe(before);
  });

  it('have their lists renewed long before the lists are too old', async () => {
    await prepareMioKeys(configured());
    const monthsAgo = new Date(Date.now() - 60 * 86_400_000);
    utimesSync(file(list), monthsAgo, monthsAgo);
    await prepareMioKeys(configured());
    expect(statSync(file(list)).mtime > monthsAgo).toBe(true);
    expect(readFileSync(file(`serveur/confiance/racine.crl`))).toEqual(readFileSync(file(list)));
  });

  it('leave alone what the operator names himself', async () => {
    const own = { LIAISON_AUTHORITY: '/srv/cles', LIAISON_AUTHORITY_PASSPHRASE: 'phrase assez longue' };
    expect(await prepareMioKeys(configured(own))).toEqual({});
  });
});
