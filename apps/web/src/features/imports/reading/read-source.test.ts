import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  dicomdirEntry,
  newUid,
  readDataSet,
  writeDataSet,
  writeDicomdir,
  writeFileMeta,
} from '@liaison/dicom';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import type { ChosenFile } from './entry.ts';
import { readSource } from './read-source.ts';
import { countImages } from './tree.ts';

const study = newUid();
const series = newUid();

type Given = { name?: string; id?: string; uid?: string; series?: string; study?: string; syntax?: string };

function image(given: Given = {}): Buffer {
  const syntax = given.syntax ?? ExplicitVRLittleEndian;
  const uid = given.uid ?? newUid();
  const dataSet = writeDataSet(attributes(given, uid), syntax);
  return Buffer.concat([metaOf(uid, syntax), dataSet]);
}

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const metaOf = (SOPInstanceUID: string, transferSyntaxUID: string) =>
  writeFileMeta({ SOPClassUID: ctImageStorage, SOPInstanceUID, transferSyntaxUID });

const attributes = (given: Given, uid: string) => ({
  SpecificCharacterSet: 'ISO_IR 100',
  SOPClassUID: ctImageStorage,
  SOPInstanceUID: uid,
  StudyDate: '20260301',
  Modality: 'CT',
  StudyDescription: 'Scanner cérébral',
  PatientName: given.name ?? 'LEFÈVRE^Anaïs',
  PatientID: given.id ?? 'IPP1',
  PatientBirthDate: '19510302',
  PatientSex: 'F',
  StudyInstanceUID: given.study ?? study,
  SeriesInstanceUID: given.series ?? series,
  SeriesNumber: 2,
  InstanceNumber: 1,
});

function file(path: string, bytes: Uint8Array | string): ChosenFile {
  const name = path.split('/').at(-1) ?? '';
  const part = typeof bytes === 'string' ? bytes : new Uint8Array(bytes);
  return { path, file: new File([part], name, { lastModified: 0 }) };
}

const read = (...files: ChosenFile[]) => readSource(files, () => undefined, new AbortController().signal);

const othersOf = ({ others }: Awaited<ReturnType<typeof read>>) =>
  Object.fromEntries(others.map(({ path, kind }) => [path, kind]));

describe('reading what was chosen', () => {
  it('finds patients, studies and series by the beginnings of files, whatever their names and syntax', async () => {
    const uid = newUid();
    const bare = writeDataSet(attributes({}, uid), ImplicitVRLittleEndian);
    const found = await read(
      file('cd/a.jpg', image()),
      file('cd/B', image({ syntax: ImplicitVRLittleEndian })),
      file('cd/c', image({ syntax: DeflatedExplicitVRLittleEndian })),
      file('cd/no-preamble', image().subarray(128)),
      file('cd/bare', bare),
      file('cd/other', image({ name: 'DUPONT^Jean', id: 'IPP2', study: newUid(), series: newUid() })),
    );
    expect(found.others).toEqual([]);
    expect(countImages(found.tree)).toMatchObject({ patients: 2, studies: 2, series: 2, images: 6 });
    expect(found.tree[1]).toMatchObject({
      familyName: 'LEFÈVRE',
      givenNames: 'Anaïs',
      patientId: 'IPP1',
      birthDate: '1951-03-02',
      studies: [{ date: '2026-03-01', description: 'Scanner cérébral' }],
    });
  });

  it('explains what is no image, and loses nothing else for it', async () => {
    const found = await read(
      file('cd/VIEWER.EXE', 'MZ'.repeat(3000)),
      file('cd/rapport.pdf', '%PDF-1.4 compte-rendu'),
      file('cd/index.htm', '<html>'),
      file('cd/.DS_Store', 'x'),
      file('cd/vide', ''),
      file('cd/note', 'quelque chose'),
      file('cd/coupe', image().subarray(0, 300)),
      file('cd/IM1', image()),
    );
    expect(othersOf(found)).toEqual({
      'cd/VIEWER.EXE': 'viewer',
      'cd/rapport.pdf': 'document',
      'cd/index.htm': 'pages',
      'cd/.DS_Store': 'system',
      'cd/vide': 'empty',
      'cd/note': 'other',
      'cd/coupe': 'unreadable',
    });
    expect(found.images).toHaveLength(1);
  });

  it('opens a file once more that the medium refused, and loses it alone where it refuses again', async () => {
    const refusing = (path: string, times: number) => {
      let left = times;
      const chosen = file(path, image());
      const slice = chosen.file.slice.bind(chosen.file);
      chosen.file.slice = (...range) => {
        left -= 1;
        if (left >= 0) throw new DOMException('Input/output error', 'NotReadableError');
        return slice(...range);
      };
      return chosen;
    };
    const found = await read(refusing('cd/a', 1), file('cd/b', image()), refusing('cd/c', Infinity));
    expect(found.images.map(({ entry }) => entry.path)).toEqual(['cd/a', 'cd/b']);
    expect(othersOf(found)).toEqual({ 'cd/c': 'unreadable' });
  });

  it('trusts an index only for what it checked: other names, missing files, files it does not name', async () => {
    const uids = [newUid(), newUid(), newUid(), newUid()];
    const entry = (index: number) => {
      const bytes = writeDataSet(attributes({}, uids[index] ?? ''), ExplicitVRLittleEndian);
      const { dataSet } = readDataSet(bytes, ExplicitVRLittleEndian);
      return dicomdirEntry(['IMAGES', `IM${index}`], ExplicitVRLittleEndian, dataSet);
    };
    const index = writeDicomdir([entry(0), entry(1), entry(2)]);
    const found = await read(
      file('cd/dicomdir', index),
      file('cd/images/im0', image({ uid: uids[0] ?? '' })),
      file('cd/Images/IM1.', image({ uid: uids[1] ?? '' })),
      file('cd/plus', image({ uid: uids[3] ?? '' })),
    );
    expect(found.images).toHaveLength(3);
    expect(found.missingCount).toBe(1);
    expect(othersOf(found)).toEqual({ 'cd/dicomdir': 'index' });
  });

  it('opens every file of a series whose index lies', async () => {
    const right = newUid();
    const wrong = writeDataSet(attributes({}, newUid()), ExplicitVRLittleEndian);
    const { dataSet } = readDataSet(wrong, ExplicitVRLittleEndian);
    const named = (name: string) => dicomdirEntry([name], ExplicitVRLittleEndian, dataSet);
    const index = writeDicomdir([named('A')]);
    const found = await read(
      file('DICOMDIR', index),
      file('A', image({ uid: right, name: 'AUTRE^Personne', id: 'IPP9' })),
    );
    expect(found.tree.map(({ patientId }) => patientId)).toEqual(['IPP9']);
  });

  it('reads zips, tells protected files, and is not led out of them', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('../../DICOM\\IM1', new Uint8ArrayReader(new Uint8Array(image())));
    await writer.add('secret.dcm', new TextReader('x'), { password: 'p' });
    const zipped = await writer.close();
    const found = await read({ path: 'cd.zip', file: new File([zipped], 'cd.zip') });
    expect(found.images.map(({ entry }) => entry.path)).toEqual(['cd.zip/DICOM/IM1']);
    expect(othersOf(found)).toEqual({ 'cd.zip/secret.dcm': 'encrypted' });
    expect(othersOf(await read(file('broken.zip', 'PK nothing')))).toEqual({ 'broken.zip': 'unreadable' });
  });
});
