import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  DeflatedExplicitVRLittleEndian,
  newUid,
  readDataSet,
  readPart10,
  writeDataSet,
  writeFileMeta,
  type JsonDataSet,
} from '@liaison/dicom';
import { makeCtImage } from '@liaison/imaging/testing';
import { seenEntries } from '@liaison/journal/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSamples } from './testing-samples.ts';
import { multipartOf, startTestService, type TestService } from './testing-service.ts';

const boundary = 'limite-0123';
const type = `multipart/related; type="application/dicom"; boundary=${boundary}`;
const dcm2json = '/usr/bin/dcm2json';

/** A DICOM file of one small CT slice. */
function makeFile(attributes: Parameters<typeof makeCtImage>[0] = {}): Buffer {
  const image = makeCtImage(attributes);
  const { dataSet } = readDataSet(image.bytes, image.transferSyntaxUID);
  const [SOPClassUID = '', SOPInstanceUID = ''] = [
    dataSet.text('SOPClassUID'),
    dataSet.text('SOPInstanceUID'),
  ];
  const meta = writeFileMeta({ SOPClassUID, SOPInstanceUID, transferSyntaxUID: image.transferSyntaxUID });
  return Buffer.concat([meta, image.bytes]);
}

describe('STOW-RS', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.close());

  const post = (
    body: string | Buffer | AsyncIterable<Buffer>,
    contentType = type,
    path = '/studies',
    who = 'reader',
  ) => service.post(path, body, { 'content-type': contentType }, who);

  it('stores every part, tells where it is, and who sent it', async () => {
    const StudyInstanceUID = newUid();
    const files = [1, 2, 3].map((InstanceNumber) => makeFile({ StudyInstanceUID, InstanceNumber }));
    const reply = await post(multipartOf(files, boundary));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^application\/dicom\+json/);
    const response: JsonDataSet = await reply.json();
    expect(response['00081190']?.Value).toEqual([`${service.url}/studies/${StudyInstanceUID}`]);
    expect(response['00081199']?.Value).toHaveLength(3);
    expect(response['00081198']).toBeUndefined();
    await service.settle();
    const found: JsonDataSet[] = await (
      await service.ask(`/studies?StudyInstanceUID=${StudyInstanceUID}`)
    ).json();
    expect(found[0]?.['00201208']?.Value).toEqual([3]);
    const rows = (await seenEntries(service.database.system)).filter(({ act }) => act === 'study.imported');
    expect(rows.map(({ actor_name, details }) => [actor_name, details])).toEqual(
      expect.arrayContaining([
        [service.reader.displayName, { through: 'stow', StudyInstanceUID, count: 3 }],
        ['STOW', expect.objectContaining({ StudyInstanceUID, count: 3 })],
      ]),
    );
  });

  it('stores what it can of a mixed body, and tells the rest by codes', async () => {
    const StudyInstanceUID = newUid();
    const stranger = makeFile();
    const body = multipartOf([makeFile({ StudyInstanceUID }), stranger, Buffer.from('no DICOM')], boundary);
    const reply = await post(body, type, `/studies/${StudyInstanceUID}`);
    expect(reply.status).toBe(202);
    const response: JsonDataSet = await reply.json();
    expect(response['00081199']?.Value).toHaveLength(1);
    expect(response['00081198']?.Value).toMatchObject([
      {
        '00081155': { Value: [readPart10(stranger).meta.text('MediaStorageSOPInstanceUID')] },
        '00081197': { vr: 'US', Value: [0xa900] },
      },
    ]);
    expect(response['0008119A']?.Value).toMatchObject([{ '00081197': { Value: [0xc000] } }]);
  });

  it('takes one file alone, and instances told as JSON with their bulk data beside', async () => {
    const alone = await post(makeFile(), 'application/dicom');
    expect(alone.status).toBe(200);
    const [StudyInstanceUID, SOPInstanceUID] = [newUid(), newUid()];
    const json: JsonDataSet = {
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] },
      '00080018': { vr: 'UI', Value: [SOPInstanceUID] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'ÉGLANTIER^Zoé' }] },
      '0020000D': { vr: 'UI', Value: [StudyInstanceUID] },
      '0020000E': { vr: 'UI', Value: [newUid()] },
      '00280010': { vr: 'US', Value: [1] },
      '00280011': { vr: 'US', Value: [2] },
      '00280100': { vr: 'US', Value: [8] },
      '7FE00010': { vr: 'OB', BulkDataURI: 'pixels/1' },
    };
    const body = [
      `--${boundary}\r\nContent-Type: application/dicom+json\r\n\r\n${JSON.stringify([json])}`,
      `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Location: pixels/1\r\n\r\nab`,
      `\r\n--${boundary}--`,
    ].join('');
    const reply = await post(body, type.replace('application/dicom', 'application/dicom+json'));
    expect(reply.status).toBe(200);
    await service.settle();
    const found: JsonDataSet[] = await (await service.ask(`/studies?PatientName=eglantier*`)).json();
    expect(found[0]?.['0020000D']?.Value).toEqual([StudyInstanceUID]);
  });

  it('refuses more JSON than may be parsed at once, and goes on', async () => {
    const long = `[${'{},'.repeat(3_000_000)}{}]`;
    const [alone, part] = [
      await post(long, 'application/dicom+json'),
      await post(
        `--${boundary}\r\nContent-Type: application/dicom+json\r\n\r\n${long}\r\n--${boundary}--`,
        type.replace('application/dicom', 'application/dicom+json'),
      ),
    ];
    expect([alone.status, part.status]).toEqual([413, 413]);
    expect((await post(makeFile(), 'application/dicom')).status).toBe(200);
  });

  it.each([
    ['a body without its boundary', 'no parts here', 400],
    ['a body that ends in a part', `--${boundary}\r\nContent-Type: application/dicom\r\n\r\nDIC`, 400],
    ['a boundary that goes on', `--${boundary}and more\r\n\r\n\r\n--${boundary}--`, 400],
    ['no part at all', `--${boundary}--\r\n`, 400],
    ['a part without header', `--${boundary}\r\n\r\nx\r\n--${boundary}--\r\n`, 409],
    [
      'a part of another type',
      `--${boundary}\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--\r\n--${boundary}--`,
      409,
    ],
    ['header fields that never end', `--${boundary}\r\nX: ${'y'.repeat(20_000)}`, 413],
    ['a header that is none', `--${boundary}\r\nnothing\r\n\r\nx\r\n--${boundary}--`, 400],
    ['a long preamble', `${'\r\n'.repeat(40_000)}--${boundary}--`, 400],
  ])('answers %s clearly', async (_what, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it('refuses types that it does not take, and boundaries that are none', async () => {
    expect((await post('x', 'text/plain')).status).toBe(415);
    expect((await post('x', 'multipart/related; type="image/jpeg"; boundary=b')).status).toBe(415);
    expect((await post('x', 'multipart/related; type="application/dicom"')).status).toBe(400);
  });

  it('is closed to strangers to images, to nobody, and to other sites', async () => {
    const place = await makePlace(service.database.system, 'CHU');
    service.actors.set('clerk', await makePerson(service.database.system, place, 'Guichet', ['billing']));
    const body = multipartOf([makeFile()], boundary);
    expect((await post(body, type, '/studies', 'clerk')).status).toBe(403);
    expect((await post(body, type, '/studies', 'nobody')).status).toBe(401);
    const foreign = await service.post('/studies', body, {
      'content-type': type,
      origin: 'https://elsewhere.example',
    });
    expect(foreign.status).toBe(403);
  });

  it('streams a large instance through little memory', async () => {
    const pieceBytes = 1024 * 1024;
    const pieces = 300;
    const bytes = writeDataSet({ ...uids(), Rows: 1, Columns: 1 }, '1.2.840.10008.1.2.1');
    const header = Buffer.alloc(12);
    header.writeUInt32LE(0x00107fe0, 0);
    header.write('OW', 4);
    header.writeUInt32LE(pieces * pieceBytes, 8);
    const part = Buffer.alloc(pieceBytes, 7);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const body = async function* () {
      yield Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
      yield writeFileMeta({
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
        SOPInstanceUID: newUid(),
        transferSyntaxUID: '1.2.840.10008.1.2.1',
      });
      yield bytes;
      yield header;
      for (let at = 0; at < pieces; at += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield part;
      }
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    };
    const reply = await post(body());
    expect(reply.status).toBe(200);
    expect(most).toBeLessThan(160 * pieceBytes);
  });

  it('gives every real file back bit for bit, with metadata that another toolkit tells alike', async () => {
    const files = findSamples();
    if (files.length === 0) return console.warn('dicomweb: no real files here, none are sent');
    for (const file of files) {
      const sent = readPart10(readFileSync(file));
      const name = basename(file);
      const reply = await post(multipartOf([readFileSync(file)], boundary));
      const response: JsonDataSet = await reply.json();
      expect([name, reply.status]).toEqual([name, 200]);
      await service.settle();
      const stored: JsonDataSet = Object(response['00081199']?.Value?.[0]);
      const path = String(stored['00081190']?.Value?.[0]).replace(service.url, '');
      const back = await service.ask(path, { headers: { accept: 'application/dicom' } });
      const bytes = Buffer.from(await back.arrayBuffer());
      const got = readPart10(bytes);
      expect([name, got.transferSyntaxUID]).toEqual([name, sent.transferSyntaxUID]);
      expect([
        name,
        bytes.subarray(got.dataSetOffset).equals(readFileSync(file).subarray(sent.dataSetOffset)),
      ]).toEqual([name, true]);
      await compareMetadata(file, path);
      await followBulkData(name, path);
    }
  });

  const metadataOf = async (path: string): Promise<JsonDataSet> => {
    const [json]: JsonDataSet[] = await (await service.ask(`${path}/metadata`)).json();
    return json ?? {};
  };

  const compareMetadata = async (file: string, path: string) => {
    if (!existsSync(dcm2json)) return;
    const ours = await metadataOf(path);
    // It stops at compressed pixels, which JSON has no place for, and leaves a comma.
    const { stdout } = spawnSync(dcm2json, ['-fc', '-ee', file], { maxBuffer: 1 << 28, encoding: 'utf8' });
    const theirs: JsonDataSet = JSON.parse(stdout.replace(/,}\s*$/, '}'));
    // Left out: pixels and what follows them, the character set (ours is that of JSON), file meta information, what we add.
    const isLeft = (tag: string) => tag < '7FE0' && !/^(0002....|00080005|00083002)$/.test(tag);
    const kept = (json: JsonDataSet) => Object.keys(json).filter(isLeft);
    expect([basename(file), kept(ours)]).toEqual([basename(file), kept(theirs)]);
    for (const tag of kept(ours))
      expect([basename(file), tag, plain(ours[tag])]).toEqual([basename(file), tag, plain(theirs[tag])]);
  };

  /** Every address in the metadata leads to its bytes, whole and in part. */
  const followBulkData = async (name: string, path: string) => {
    for (const uri of urisIn(await metadataOf(path))) {
      const whole = await service.ask(uri.replace(service.url, ''));
      const bytes = Buffer.from(await whole.arrayBuffer());
      expect([name, uri, whole.status, bytes.length > 0]).toEqual([name, uri, 200, true]);
      if (whole.headers.get('accept-ranges') !== 'bytes') continue;
      const part = await service.ask(uri.replace(service.url, ''), { headers: { range: 'bytes=2-9' } });
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-9/${bytes.length}`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(2, 10))).toBe(true);
    }
  };

  it('reads a deflated data set like the others', async () => {
    const { bytes } = makeCtImage({ PatientName: 'DÉGONFLÉ^Jean' }, DeflatedExplicitVRLittleEndian);
    const meta = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', SOPInstanceUID: newUid() };
    const file = Buffer.concat([
      writeFileMeta({ ...meta, transferSyntaxUID: DeflatedExplicitVRLittleEndian }),
      bytes,
    ]);
    const reply = await post(file, 'application/dicom');
    expect(reply.status).toBe(200);
    await service.settle();
    const response: JsonDataSet = await reply.json();
    const stored: JsonDataSet = Object(response['00081199']?.Value?.[0]);
    const path = String(stored['00081190']?.Value?.[0]).replace(service.url, '');
    expect((await metadataOf(path))['00100010']?.Value).toEqual([{ Alphabetic: 'DÉGONFLÉ^Jean' }]);
    const frame = await service.ask(`${path}/frames/1`, { headers: { accept: 'application/octet-stream' } });
    expect(Buffer.from(await frame.arrayBuffer()).readInt16LE(2)).toBe(101);
  });
});

function uids() {
  return {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
    SOPInstanceUID: newUid(),
    StudyInstanceUID: newUid(),
    SeriesInstanceUID: newUid(),
  };
}

function urisIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  const own = 'BulkDataURI' in json && typeof json.BulkDataURI === 'string' ? [json.BulkDataURI] : [];
  return [...own, ...Object.values(json).flatMap(urisIn)];
}

/** Bytes are told inline or by address; toolkits write the last digits of a float otherwise. */
function plain(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(plain);
  if (typeof json === 'number') return Number(json.toPrecision(7)) + 0;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !['InlineBinary', 'BulkDataURI'].includes(name))
      .map(([name, value]) => [name, plain(value)]),
  );
}
