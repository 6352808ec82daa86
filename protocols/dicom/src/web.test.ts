import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { afterEach, describe, expect, it, vi } from 'vitest';

import * as node from './index.ts';
import { sampleFiles } from './testing.ts';

/** Modules that `file` loads, itself and those of Node included; types are no modules. */
function modulesFrom(file: URL, found = new Set<string>()): Set<string> {
  if (found.has(file.href)) return found;
  found.add(file.href);
  const code = readFileSync(file, 'utf8');
  for (const [, target = ''] of code.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm)) {
    if (target.startsWith('.')) modulesFrom(new URL(target, file), found);
    else found.add(target);
  }
  return found;
}

const deflated = Buffer.concat([
  node.writeFileMeta({
    SOPClassUID: '1.2',
    SOPInstanceUID: '1.3',
    transferSyntaxUID: node.DeflatedExplicitVRLittleEndian,
  }),
  node.writeDataSet(
    { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'Zoé', PatientComments: 'a'.repeat(500) },
    node.DeflatedExplicitVRLittleEndian,
  ),
]);

describe('the door for browsers', () => {
  it('leads to no part of Node', () => {
    const modules = [...modulesFrom(new URL('web.ts', import.meta.url))];
    expect(modules.length).toBeGreaterThan(10);
    expect(modules.filter((name) => !name.startsWith('file:'))).toEqual([]);
    const others = modulesFrom(new URL('index.ts', import.meta.url));
    expect([...others].filter((name) => name.startsWith('node:'))).toContain('node:zlib');
  });

  it('opens deflated files, whole, padded or only begun', async () => {
    const { openPart10, readDataSet } = await import('./web.ts');
    for (const file of [deflated, Buffer.concat([deflated, Buffer.alloc(1)])]) {
      const { dataSetBytes, transferSyntaxUID } = await openPart10(file);
      expect(transferSyntaxUID).toBe(node.DeflatedExplicitVRLittleEndian);
      const { dataSet } = readDataSet(dataSetBytes, node.ExplicitVRLittleEndian);
      expect(dataSet.text('PatientName')).toBe('Zoé');
      expect(node.readPart10(file).dataSetBytes).toEqual(dataSetBytes);
    }
    const begun = await openPart10(deflated.subarray(0, -6), { isPrefix: true });
    expect(begun.dataSetBytes.length).toBeGreaterThanOrEqual(0);
    await expect(openPart10(deflated.subarray(0, -6))).rejects.toThrow('inflated');
    await expect(openPart10(new Uint8Array(200))).rejects.toThrow('DICM');
  });
});

describe('with the Buffer that browsers have', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('every file says the same as in Node', async () => {
    const files = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles).slice(-22);
    const expected = files
      .map(({ bytes }) => node.readPart10(bytes))
      .map(({ dataSetBytes, transferSyntaxUID }) =>
        node.toDicomJson(node.readDataSet(dataSetBytes, transferSyntaxUID).dataSet),
      );
    // The package, not the module of Node that has its name.
    const polyfill = createRequire(new URL('../../../apps/web/package.json', import.meta.url))('buffer/');
    vi.stubGlobal('Buffer', polyfill.Buffer);
    vi.resetModules();
    const web = await import('./web.ts');
    const made: string[] = [];
    for (const { bytes } of files) {
      const { dataSetBytes, transferSyntaxUID } = await web.openPart10(Uint8Array.from(bytes));
      expect(dataSetBytes).toBeInstanceOf(polyfill.Buffer);
      made.push(web.toDicomJson(web.readDataSet(dataSetBytes, transferSyntaxUID).dataSet));
    }
    expect(made).toEqual(expected);
  });
});
