import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isoBlob, readIso, type IsoError, type IsoFile } from './iso9660.ts';

const canBurn = spawnSync('genisoimage', ['--version']).status === 0;
if (!canBurn)
  console.warn('no genisoimage on this machine: disc images were not read (apt install genisoimage)');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-iso-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sector = 2048;

async function readAll(image: Blob): Promise<IsoFile[]> {
  const found: IsoFile[] = [];
  for await (const file of readIso(image, 1000)) found.push(file);
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const faultOf = (image: Blob) =>
  readAll(image).then(
    () => 'none',
    (error: IsoError) => error.fault,
  );

function burn(...options: string[]): Blob {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'IMAGES', 'Série longue n° 1'), { recursive: true });
  writeFileSync(join(source, 'DICOMDIR'), 'index');
  writeFileSync(join(source, 'VIDE'), '');
  for (let index = 0; index < 90; index += 1)
    writeFileSync(join(source, 'IMAGES', `IM${String(index).padStart(6, '0')}`), `image ${index}`);
  writeFileSync(join(source, 'IMAGES', 'Série longue n° 1', 'coupe été.dcm'), Buffer.alloc(70_000, 'x'));
  const image = join(folder, 'disc.iso');
  const { status, stderr } = spawnSync('genisoimage', ['-quiet', ...options, '-o', image, source]);
  if (status !== 0) throw new Error(String(stderr));
  return new Blob([readFileSync(image)]);
}

describe.runIf(canBurn)('a disc image burnt by genisoimage', () => {
  it('gives long names and bytes with Joliet', async () => {
    const image = burn('-J', '-r', '-input-charset', 'utf-8');
    const files = await readAll(image);
    expect(files).toHaveLength(93);
    const long = files.find(({ path }) => path === 'IMAGES/Série longue n° 1/coupe été.dcm');
    expect(long?.bytes).toBe(70_000);
    expect(await isoBlob(image, long ?? { path: '', extents: [], bytes: 0, modifiedAt: 0 }).text()).toBe(
      'x'.repeat(70_000),
    );
  });

  it('gives plain names without version where there is no Joliet', async () => {
    const image = burn('-iso-level', '1');
    const files = await readAll(image);
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('DICOMDIR');
    expect(paths).toContain('IMAGES/IM000042');
    const image42 = files.find(({ path }) => path === 'IMAGES/IM000042');
    expect(image42 && (await isoBlob(image, image42).text())).toBe('image 42');
    expect(files.find(({ path }) => path === 'VIDE')?.bytes).toBe(0);
  });

  it('ends on any bytes changed, with what it can read or a fault', async () => {
    const whole = new Uint8Array(await burn('-J').arrayBuffer());
    let seed = 11;
    const draw = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 150; round += 1) {
      const bytes = whole.slice();
      for (let change = 0; change < 20; change += 1) bytes[16 * sector + draw(20 * sector)] = draw(256);
      expect(['none', 'not-iso', 'udf-only', 'damaged', 'too-many']).toContain(
        await faultOf(new Blob([bytes])),
      );
    }
  });
});

describe('what is no disc image that can be read', () => {
  it('is told: something else, or UDF alone', async () => {
    expect(await faultOf(new Blob([new Uint8Array(100_000)]))).toBe('not-iso');
    expect(await faultOf(new Blob(['short']))).toBe('not-iso');
    const udf = new Uint8Array(40 * sector);
    for (const [index, name] of ['BEA01', 'NSR02', 'TEA01'].entries())
      udf.set(new TextEncoder().encode(`\0${name}`), (16 + index) * sector);
    expect(await faultOf(new Blob([udf]))).toBe('udf-only');
  });
});
