import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  readDataSet,
  readPart10,
  writeFileMeta,
} from '@liaison/dicom';
import { sampleFiles, type SampleFile } from '@liaison/dicom/testing';

import { makeInstance, openTestReceiver, type TestReceiver } from './testing.ts';

const hasDcmtk = spawnSync('storescu', ['--version']).status === 0;
if (!hasDcmtk)
  console.warn('no dcmtk on this machine: reception was not held against it (apt install dcmtk)');

let test: TestReceiver;
let folder = '';
beforeEach(async () => {
  test = await openTestReceiver();
  folder = mkdtempSync(join(tmpdir(), 'dcmtk-'));
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

/** Runs a program of dcmtk towards the receiver; gives its exit code and what it said. */
function run(
  program: string,
  before: string[],
  files: string[] = [],
): Promise<{ code: number | null; said: string }> {
  const args = [
    '-aet',
    'CHA_PACS',
    '-aec',
    'LIAISON',
    ...before,
    '127.0.0.1',
    String(test.receiver.port),
    ...files,
  ];
  // dcmtk leaves Nagle's algorithm on unless told: 40 ms an image.
  const child = spawn(program, args, { env: { ...process.env, TCP_NODELAY: '1' } });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

function writeFiles(files: readonly SampleFile[]): string[] {
  return files.map((file, index) => {
    const path = join(folder, `${index}.dcm`);
    writeFileSync(path, file.bytes);
    return path;
  });
}

type Sent = { name: string; uid: string; transferSyntaxUID: string; dataSetBytes: Buffer };

function readSent({ name, bytes }: SampleFile): Sent {
  const { dataSetBytes, meta, transferSyntaxUID } = readPart10(bytes);
  return { name, uid: meta.text('MediaStorageSOPInstanceUID') ?? '', transferSyntaxUID, dataSetBytes };
}

/** Names of the files that are not stored in their transfer syntax, or that `isSame` finds different. */
async function listDifferent(
  files: readonly SampleFile[],
  isSame: (stored: Buffer, sent: Sent) => boolean,
): Promise<string[]> {
  const stored = new Map((await test.stored()).map((instance) => [instance.header.SOPInstanceUID, instance]));
  return files.map(readSent).flatMap((sent) => {
    const found = stored.get(sent.uid);
    if (found?.header.transferSyntaxUID !== sent.transferSyntaxUID) return [sent.name];
    return isSame(found.dataSet, sent) ? [] : [sent.name];
  });
}

function pixelsOf(bytes: Buffer, transferSyntaxUID: string): Buffer {
  const { pixelData } = readDataSet(bytes, transferSyntaxUID);
  return pixelData
    ? bytes.subarray(pixelData.offset, pixelData.offset + (pixelData.length ?? 0))
    : Buffer.alloc(0);
}

function hasSamePixels(stored: Buffer, { dataSetBytes, transferSyntaxUID }: Sent): boolean {
  return pixelsOf(stored, transferSyntaxUID).equals(pixelsOf(dataSetBytes, transferSyntaxUID));
}

describe.runIf(hasDcmtk)('dcmtk', () => {
  it('verifies the connection, and is refused under a wrong name', async () => {
    expect((await run('echoscu', [])).code).toBe(0);
    expect((await run('echoscu', ['-aet', 'NOBODY'])).said).toContain('Calling AE Title Not Recognized');
    expect((await run('echoscu', ['-aec', 'ANOTHER'])).said).toContain('Called AE Title Not Recognized');
  });

  const headCt = sampleFiles('ct-brain');
  it.runIf(headCt.length > 0)('sends a head CT that is stored byte for byte', async () => {
    const files = headCt;
    const { code, said } = await run('storescu', ['-R'], writeFiles(files));
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(await test.stored()).toHaveLength(files.length);
    expect(await listDifferent(files, (stored, sent) => stored.equals(sent.dataSetBytes))).toEqual([]);
    await vi.waitFor(() =>
      expect(test.events().at(-1)).toMatchObject({ storedCount: files.length, refusedCount: 0 }),
    );
  });

  const others = ['modalities', 'transfer-syntaxes'].flatMap(sampleFiles);
  it.runIf(others.length > 0)('sends every modality and transfer syntax as it is', async () => {
    const files = others;
    expect((await run('dcmsend', ['-dn'], writeFiles(files))).code).toBe(0);
    // dcmtk writes sequences and padding anew before it sends; the pixels are those of the file.
    expect(await listDifferent(files, hasSamePixels)).toEqual([]);
  });

  it.each([
    ['-xi', ImplicitVRLittleEndian],
    ['-xe', ExplicitVRLittleEndian],
    ['-xb', ExplicitVRBigEndian],
  ])('sends in the native syntax of the file: %s', async (option, syntax) => {
    const { dataSet, ...identity } = makeInstance({ transferSyntaxUID: syntax });
    const meta = writeFileMeta(identity);
    const [file = ''] = writeFiles([{ name: 'made', bytes: Buffer.concat([meta, dataSet]) }]);
    expect((await run('storescu', [option], [file])).code).toBe(0);
    const [stored] = await test.stored();
    expect(stored?.header).toMatchObject({ transferSyntaxUID: syntax, PatientName: 'ÉPREUVE^Zoé' });
    const read = readDataSet(stored?.dataSet ?? Buffer.alloc(0), syntax);
    expect(read.dataSet.number('Rows')).toBe(16);
    expect(read.pixelData?.length).toBe(512);
  });

  it('learns of a refusal image by image', async () => {
    const { dataSet, SOPClassUID } = makeInstance();
    const meta = writeFileMeta({
      SOPClassUID,
      SOPInstanceUID: '1.2.3',
      transferSyntaxUID: ExplicitVRLittleEndian,
    });
    const broken = Buffer.concat([meta, dataSet.subarray(0, 40)]);
    const [file = ''] = writeFiles([{ name: 'broken', bytes: broken }]);
    const { code } = await run('storescu', [], [file]);
    expect(code).not.toBe(0);
    expect(await test.stored()).toHaveLength(0);
    expect((await run('echoscu', [])).code).toBe(0);
  });
});
