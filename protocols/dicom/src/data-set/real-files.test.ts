import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { formatTag } from '../dictionary/dictionary.ts';
import type { DataSet } from './data-set.ts';
import { readPart10, writeFileMeta } from '../file/part10.ts';
import { readDataSet } from './read-data-set.ts';
import { sampleFiles } from '../testing.ts';
import { ExplicitVRLittleEndian, newUid, storageSopClassUid } from '../dictionary/uid.ts';
import { writeDataSet } from './write-data-set.ts';

const files = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles);
const hasDcmdump = spawnSync('dcmdump', ['--version']).status === 0;
if (!hasDcmdump) console.warn('no dcmdump on this machine: nothing was held against it');

/** Tag of every element, those of items included, in the order of the file. */
function listTags(dataSet: DataSet): string[] {
  return [...dataSet.elements()].flatMap(({ tag, items }) => [
    formatTag(tag),
    ...(items ?? []).flatMap(listTags),
  ]);
}

describe('real files', () => {
  it.each(files)('$name is read whole, with the elements that dcmtk finds', ({ bytes, name }) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(bytes);
    const { dataSet, state } = readDataSet(dataSetBytes, transferSyntaxUID);
    expect(state).toBe('complete');
    expect(dataSet.text('SOPInstanceUID')).toMatch(/^[\d.]+$/);
    if (!hasDcmdump || name.startsWith('0') || name.startsWith('2')) return;
    const dump = dcmdump(bytes);
    const tags = [...dump.matchAll(/^ *\([0-9a-f]{4},[0-9a-f]{4}\)/gm)].map(([tag]) =>
      tag.trim().toUpperCase(),
    );
    const elements = tags.filter((tag) => !tag.startsWith('(0002') && !tag.startsWith('(FFFE'));
    expect(listTags(dataSet)).toEqual(elements);
  });

  it.each(files.slice(-20))('$name is read the same from its beginning as from the whole', ({ bytes }) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(bytes);
    const whole = readDataSet(dataSetBytes, transferSyntaxUID);
    for (const length of [0, 7, 100, 1000, 3333, 8192, 65_536]) {
      const prefix = readDataSet(dataSetBytes.subarray(0, length), transferSyntaxUID, { isPrefix: true });
      expect(listTags(whole.dataSet).join()).toContain(listTags(prefix.dataSet).join());
      expect(prefix.state === 'need-more').toBe(prefix.neededBytes > length);
      expect([undefined, whole.pixelData?.offset]).toContain(prefix.pixelData?.offset);
    }
  });

  it('are written so that dcmtk reads them', () => {
    if (!hasDcmdump) return;
    const meta = {
      SOPClassUID: storageSopClassUid('CTImageStorage'),
      SOPInstanceUID: newUid(),
      transferSyntaxUID: ExplicitVRLittleEndian,
      sourceAeTitle: 'SCANNER',
    };
    const dataSet = writeDataSet(
      {
        SpecificCharacterSet: 'ISO_IR 100',
        SOPClassUID: meta.SOPClassUID,
        SOPInstanceUID: meta.SOPInstanceUID,
        PatientName: 'ÉPREUVE^Zoé',
        ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3' }],
        PixelData: new Uint8Array(8),
      },
      ExplicitVRLittleEndian,
    );
    const dump = dcmdump(Buffer.concat([writeFileMeta(meta), dataSet]));
    expect(dump).toContain('(0002,0016) AE [SCANNER]');
    expect(dump).toContain('(0010,0010) PN [ÉPREUVE^Zoé]');
    expect(dump).toContain('(0008,1155) UI [1.2.3]');
    expect(readPart10(Buffer.concat([writeFileMeta(meta), dataSet])).dataSetBytes).toEqual(dataSet);
  });

  it('are refused when they are none', () => {
    expect(() => readPart10(Buffer.alloc(1000))).toThrow('DICM');
    expect(() => readPart10(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]))).toThrow(
      'TransferSyntaxUID',
    );
  });
});

/** dcmdump's output as Latin-1, without what it adds to show the ends of sequences. */
function dcmdump(file: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'dcmdump-'));
  try {
    const path = join(folder, 'file.dcm');
    writeFileSync(path, file);
    return execFileSync('dcmdump', ['--quiet', path], { encoding: 'latin1' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
