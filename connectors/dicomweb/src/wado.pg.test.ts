import { readFileSync } from 'node:fs';
import { JPEGLosslessSV1, readDataSet, readPart10, type JsonDataSet } from '@liaison/dicom';
import { makeStudy, type MadeStudy } from '@liaison/imaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSamples } from './testing-samples.ts';
import { startTestService, type TestService } from './testing-service.ts';

const explicit = '1.2.840.10008.1.2.1';
const implicit = '1.2.840.10008.1.2';
const jpeg = Buffer.from([0xff, 0xd8]);
const png = Buffer.from('\x89PNG', 'latin1');

describe('WADO-RS', () => {
  let service: TestService;
  let study: MadeStudy;
  let path: string;
  beforeAll(async () => {
    service = await startTestService();
    const { structureId } = service.reader;
    study = await makeStudy(service.database.system, {
      structureId,
      imageCount: 3,
      storeRoot: service.storeRoot,
    });
    const found: JsonDataSet[] = await (
      await service.ask(`/studies/${study.StudyInstanceUID}/instances`)
    ).json();
    path = String(found[0]?.['00081190']?.Value?.[0]).replace(service.url, '');
  });
  afterAll(() => service.close());

  const get = (where: string, headers: Record<string, string> = {}) => service.ask(where, { headers });
  const bytesOf = async (reply: Response) => Buffer.from(await reply.arrayBuffer());

  it('gives any part of a file, and says when there is none', async () => {
    const whole = await get(path, { accept: 'application/dicom' });
    const bytes = await bytesOf(whole);
    const etag = whole.headers.get('etag') ?? '';
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    for (const [range, from, to] of [
      ['bytes=0-9', 0, 10],
      ['bytes=120-140', 120, 141],
      [`bytes=300-`, 300, bytes.length],
      ['bytes=-7', bytes.length - 7, bytes.length],
      [`bytes=10-999999`, 10, bytes.length],
    ] as const) {
      const part = await get(path, { accept: 'application/dicom', range });
      expect([range, part.status, part.headers.get('content-range')]).toEqual([
        range,
        206,
        `bytes ${from}-${to - 1}/${bytes.length}`,
      ]);
      expect((await bytesOf(part)).equals(bytes.subarray(from, to))).toBe(true);
    }
    const beyond = await get(path, { accept: 'application/dicom', range: 'bytes=999999-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    const asks = { accept: 'application/dicom', range: 'bytes=0-9' };
    expect((await get(path, { ...asks, 'if-range': etag })).status).toBe(206);
    expect((await get(path, { ...asks, 'if-range': '"other"' })).status).toBe(200);
    expect((await get(path, { ...asks, 'if-none-match': etag })).status).toBe(304);
    expect((await get(path, { ...asks, range: 'lines=1-2' })).status).toBe(200);
  });

  it('tells the headers alone to who asks for them', async () => {
    for (const where of [
      path,
      `${path}/metadata`,
      `${path}/frames/1`,
      `/studies/${study.StudyInstanceUID}`,
    ]) {
      const reply = await service.ask(where, { method: 'HEAD' });
      expect([where, reply.status, (await bytesOf(reply)).length]).toEqual([where, 200, 0]);
    }
  });

  it.each([
    ['application/dicom', 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1'],
    ['image/png;q=0.9, application/dicom;q=0.1', 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1'],
    ['multipart/related; type="application/dicom"; transfer-syntax=*', 'multipart/related'],
    ['*/*', 'multipart/related'],
    [`application/dicom; transfer-syntax=${implicit}`, `application/dicom; transfer-syntax=${implicit}`],
    ['application/dicom;q=0, */*;q=0.1', 'multipart/related'],
  ])('negotiates %s', async (accept, type) => {
    const reply = await get(path, { accept });
    expect([reply.status, reply.headers.get('content-type')?.startsWith(type)]).toEqual([200, true]);
    // For clients that cannot set a header.
    const asked = await get(`${path}?accept=${encodeURIComponent(accept)}`, { accept: 'text/plain' });
    expect(asked.status).toBe(200);
  });

  it('says what would be acceptable', async () => {
    const reply = await get(path, { accept: `application/dicom; transfer-syntax=${JPEGLosslessSV1}` });
    const problem: { details: { acceptable: string } } = await reply.json();
    expect([reply.status, problem.details.acceptable]).toEqual([
      406,
      `application/dicom; transfer-syntax=${explicit}`,
    ]);
    expect((await get(`${path}/metadata`, { accept: 'application/dicom+xml' })).status).toBe(406);
    expect((await get(`${path}/frames/1`, { accept: 'image/jls' })).status).toBe(406);
    expect((await get(`${path}/rendered`, { accept: 'video/mp4' })).status).toBe(406);
  });

  it('converts to what alone is accepted, each value the same', async () => {
    const reply = await get(path, { accept: `application/dicom; transfer-syntax=${implicit}` });
    const { dataSetBytes, transferSyntaxUID } = readPart10(await bytesOf(reply));
    const { dataSet } = readDataSet(dataSetBytes, implicit);
    expect([transferSyntaxUID, dataSet.text('PatientName')]).toEqual([implicit, 'LEFÈVRE^Anaïs^Marie']);
    expect(dataSet.bytes('PixelData')?.readInt16LE(2)).toBe(101);
  });

  it('draws pictures as asked, and thumbnails', async () => {
    const studyPath = `/studies/${study.StudyInstanceUID}`;
    const draw = async (where: string, accept: string) => {
      const reply = await get(where, { accept });
      return { status: reply.status, type: reply.headers.get('content-type'), bytes: await bytesOf(reply) };
    };
    const drawn = await draw(`${path}/rendered?window=100,50,linear&quality=50`, 'image/jpeg');
    expect([drawn.status, drawn.type, drawn.bytes.subarray(0, 2)]).toEqual([200, 'image/jpeg', jpeg]);
    const sized = await draw(`${path}/frames/1/rendered?viewport=20,10,0,0,2,2`, 'image/png');
    expect([sized.status, sized.bytes.subarray(0, 4), sized.bytes.readUInt32BE(16)]).toEqual([200, png, 10]);
    const small = await draw(`${studyPath}/thumbnail`, '*/*');
    expect([small.status, small.type]).toEqual([200, 'image/jpeg']);
    const all = await draw(`${studyPath}/rendered`, 'multipart/related; type="image/jpeg"');
    expect(all.bytes.toString('latin1').match(/Content-Type: image\/jpeg/g)).toHaveLength(3);
    for (const bad of [
      'quality=0',
      'viewport=1',
      'viewport=0,4',
      'window=1',
      'window=1,2,cubic',
      'window=1,0',
    ])
      expect([bad, (await get(`${path}/rendered?${bad}`)).status]).toEqual([bad, 400]);
  });

  it('tells unknown frames, elements and paths apart from what it refuses to read', async () => {
    for (const [where, status] of [
      [`${path}/frames/2`, 404],
      [`${path}/frames/0`, 400],
      [`${path}/frames/1/other`, 404],
      [`${path}/bulkdata/00100010/0/x`, 400],
      [`${path}/bulkdata/00420011`, 404],
      [`${path}/bulkdata/7FE00010`, 200],
      [`${path.replace(/\/instances\/.*/, '')}/instances/1.2.3`, 404],
    ] as const)
      expect([where, (await get(where)).status]).toEqual([where, status]);
  });

  it('decodes compressed frames and files for who cannot', async () => {
    const file = findSamples().find((name) => /jpeg|j2k|jls|rle/i.test(name));
    if (file === undefined) return console.warn('dicomweb: no compressed files here, none is decoded');
    const reply = await service.post('/studies', readFileSync(file), { 'content-type': 'application/dicom' });
    const response: JsonDataSet = await reply.json();
    await service.settle();
    const stored: JsonDataSet = Object(response['00081199']?.Value?.[0]);
    const where = String(stored['00081190']?.Value?.[0]).replace(service.url, '');
    const frame = await get(`${where}/frames/1`, {
      accept: `application/octet-stream; transfer-syntax=${explicit}`,
    });
    const [json]: JsonDataSet[] = await (await get(`${where}/metadata`)).json();
    const number = (tag: string) => Number(json?.[tag]?.Value?.[0] ?? 1);
    const length = (number('00280010') * number('00280011') * number('00280002') * number('00280100')) / 8;
    const decoded = await bytesOf(frame);
    expect([frame.status, decoded.length]).toEqual([200, length]);
    const whole = await get(where, { accept: `application/dicom; transfer-syntax=${explicit}` });
    const { dataSetBytes } = readPart10(await bytesOf(whole));
    const pixels = readDataSet(dataSetBytes, explicit).dataSet.bytes('PixelData');
    expect(pixels?.subarray(0, length).equals(decoded)).toBe(true);
    const packed = await get(`${where}/frames/1`, {
      accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.202',
    });
    expect([packed.status, (await bytesOf(packed)).readUInt16BE(0)]).toEqual([200, 0xff4f]);
  });
});
