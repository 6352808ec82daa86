import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@liaison/dicom/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../platform/api-client.ts';
import { eventually, root, startPlatform, type Platform } from '../platform/start-platform.ts';
import { Ledger } from './images.ts';
import { startModality } from './modality.ts';

/** The drill: copied while images arrive, lost, put back elsewhere. The database is the platform's own. */
describe('a platform that is copied while it receives, and put back on another machine', () => {
  const ledger = new Ledger();
  const random = seededRandom(7);
  const folder = mkdtempSync(join(tmpdir(), 'liaison-drill-'));
  const copy = join(folder, 'copy');
  const restored = join(folder, 'restored');
  const own = { DATABASE_URL: '', DATABASE_SYSTEM_URL: '', DATABASE_OWNER_URL: '' };
  let first: Platform;
  let second: Platform | null = null;
  let acknowledged: string[] = [];

  beforeAll(async () => {
    first = await startPlatform(own);
  });
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const operate = (dataDir: string, ...args: string[]): Promise<{ code: number | null; told: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(root, 'apps/server/src/operate.ts'), ...args], {
        env: { ...process.env, LIAISON_DATA: dataDir },
      });
      let told = '';
      child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
      child.on('exit', (code) => resolve({ code, told }));
    });
  const listedUids = async (platform: Platform): Promise<Set<string>> => {
    const client = await signIn(platform, 'manip@demo.liaison');
    const { body } = await client.get<{ studies: { StudyInstanceUID: string }[] }>('/api/imaging/studies');
    const uids = new Set<string>();
    for (const { StudyInstanceUID } of body.studies) {
      const found = await client.get<Record<string, { Value: string[] }>[]>(
        `/dicomweb/studies/${StudyInstanceUID}/instances`,
      );
      for (const instance of found.body) uids.add(instance['00080018']?.Value[0] ?? '');
    }
    return uids;
  };

  it('is copied without a pause in reception', async () => {
    const modality = startModality(first.dicomPort, ledger, random);
    await eventually(async () => ledger.size > 20);
    acknowledged = ledger.entries().map(([uid]) => uid);
    const done = await operate(first.dataDir, 'backup', copy);
    expect(done).toMatchObject({ code: 0 });
    expect(ledger.size).toBeGreaterThan(acknowledged.length);
    await modality.finish();
  });

  it('comes back with every image that was acknowledged before, and its journal', async () => {
    await first.end();
    const done = await operate(restored, 'restore', copy);
    expect(done).toMatchObject({ code: 0 });
    second = await startPlatform({ ...own, LIAISON_DATA: restored });
    const platform = second;
    const kept = await eventually(async () => {
      const uids = await listedUids(platform);
      return acknowledged.every((uid) => uids.has(uid)) && uids;
    });
    expect(kept.size).toBeGreaterThanOrEqual(acknowledged.length);
    expect((await operate(restored, 'verify-store', '--deep')).code).toBe(0);
    expect(await operate(restored, 'verify-journal')).toMatchObject({ code: 0 });
  });

  it('puts back nothing over what is there', async () => {
    const done = await operate(restored, 'restore', copy);
    expect(done.code).toBe(2);
    expect(done.told).toContain('arrêtez Liaison');
  });

  it('is told of a container that is gone', async () => {
    await second?.end();
    const sealed = join(restored, 'containers', 'sealed');
    const [day = ''] = await readdir(sealed);
    const [name = ''] = await readdir(join(sealed, day));
    await unlink(join(sealed, day, name));
    const done = await operate(restored, 'verify-store');
    expect(done.code).toBe(1);
    expect(done.told).toContain(`${name.replace('.lsc', '')} : conteneur absent du disque`);
  });
});
