import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readDataSet, readPart10, type JsonDataSet } from '@liaison/dicom';
import {
  encodePieceHeader,
  piecesContentType,
  piecesReply,
  piecesUrl,
  startImport,
} from '@liaison/imports/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { comparable, dcm2json } from '../platform/dcm2json.ts';
import { DicomPrograms, hasForeignPacs, keysOf, readKept } from '../platform/dicom-programs.ts';
import { changePeer } from '../platform/peers.ts';
import { realFiles } from '../platform/samples.ts';
import { eventually, startPlatform, type Platform } from '../platform/start-platform.ts';

/** How dcmtk says each transfer syntax of the samples: for storescu (proposed) and getscu (preferred). */
const options: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.1': 'xe',
  '1.2.840.10008.1.2.4.50': 'xy',
  '1.2.840.10008.1.2.4.70': 'xs',
  '1.2.840.10008.1.2.4.80': 'xt',
  '1.2.840.10008.1.2.4.90': 'xv',
  '1.2.840.10008.1.2.5': 'xr',
};

type Sample = {
  path: string;
  name: string;
  bytes: Buffer;
  dataSet: Buffer;
  syntax: string;
  SOPInstanceUID: string;
  SeriesInstanceUID: string;
  StudyInstanceUID: string;
};

function readSample(path: string): Sample {
  const bytes = readFileSync(path);
  const { dataSetBytes, transferSyntaxUID } = readPart10(bytes);
  const { dataSet } = readDataSet(dataSetBytes, transferSyntaxUID);
  const uid = (keyword: 'SOPInstanceUID' | 'SeriesInstanceUID' | 'StudyInstanceUID') =>
    dataSet.text(keyword) ?? '';
  return {
    path,
    name: basename(path),
    bytes,
    dataSet: dataSetBytes,
    syntax: transferSyntaxUID,
    SOPInstanceUID: uid('SOPInstanceUID'),
    SeriesInstanceUID: uid('SeriesInstanceUID'),
    StudyInstanceUID: uid('StudyInstanceUID'),
  };
}

/** A data set as it was sent, and the file where it is. */
type Given = { path: string; dataSet: Buffer; findings: string[] };

const samples = realFiles().map(readSample);
const studies = [...new Set(samples.map(({ StudyInstanceUID }) => StudyInstanceUID))];
const bySyntax = Map.groupBy(samples, ({ syntax }) => options[syntax] ?? '');

/** Three hospitals have the same files, each by another way in; `reader` sees those of his. */
const entries = [
  { way: 'storescu', aeTitle: 'CHA_PACS', reader: 'requerant@demo.liaison' },
  { way: 'STOW-RS', aeTitle: 'CHB_PACS', reader: 'urgences.b@demo.liaison' },
  { way: 'import', aeTitle: 'CHU_PACS', reader: 'requis@demo.liaison' },
] as const;
type Way = (typeof entries)[number]['way'];

describe.skipIf(samples.length === 0 || !hasForeignPacs())('every real file, whatever its way in', () => {
  const programs = new DicomPrograms();
  const readers = new Map<Way, ApiClient>();
  /** What each way in was given, by SOPInstanceUID. */
  const given = new Map<Way, Map<string, Given>>();
  const destinations = new Map<Way, { port: number; folder: string }>();
  let platform: Platform;

  beforeAll(async () => {
    platform = await startPlatform();
    const admin = await signIn(platform, 'admin.regional@demo.liaison');
    for (const { way, aeTitle, reader } of entries) {
      const destination = await programs.storescp(aeTitle);
      destinations.set(way, destination);
      readers.set(way, await signIn(platform, reader));
      const roles = { mayStore: true, mayQuery: true, query: false, retrieve: 'no', store: true } as const;
      await changePeer(admin, aeTitle, { host: '127.0.0.1', port: destination.port, roles });
    }
    const asTheyAre = new Map(
      samples.map(({ SOPInstanceUID, path, dataSet }) => [
        SOPInstanceUID,
        { path, dataSet, findings: findings(path) },
      ]),
    );
    given
      .set('storescu', await sendByStorescu())
      .set('STOW-RS', asTheyAre)
      .set('import', asTheyAre);
    await sendByStow(readerOf('STOW-RS'));
    await importAll(readerOf('import'));
    for (const { way } of entries) await eventually(() => hasAll(readerOf(way)));
  });
  afterAll(async () => {
    await platform?.stop();
    await programs.close();
  });

  function readerOf(way: Way): ApiClient {
    const reader = readers.get(way);
    if (!reader) throw new TypeError(`nobody reads what ${way} brought`);
    return reader;
  }

  /** storescu writes lengths of its own, and not all elements: what another storescp heard from it is what it gave. */
  async function sendByStorescu(): Promise<Map<string, Given>> {
    const witness = await programs.storescp('WITNESS');
    for (const [option, group] of bySyntax) {
      const files = group.map(({ path }) => path);
      const names = ['-aet', 'CHA_PACS', '-aec', 'LIAISON', '-R', `-${option}`, '127.0.0.1'];
      for (const port of [platform.dicomPort, witness.port])
        expect(await programs.run('storescu', [...names, String(port), ...files])).toEqual({
          code: 0,
          said: '',
        });
    }
    const kept = [...readKept(witness.folder)];
    return new Map(kept.map(([uid, one]) => [uid, { ...one, findings: findings(one.path) }]));
  }

  function givenBy(way: Way, { name, SOPInstanceUID }: Sample): Given {
    const found = given.get(way)?.get(SOPInstanceUID);
    if (!found) throw new Error(`${name} was not sent by ${way}`);
    return found;
  }

  async function sendByStow({ cookie }: ApiClient): Promise<void> {
    const parts = samples.flatMap(({ bytes }) => [
      Buffer.from('--limit\r\nContent-Type: application/dicom\r\n\r\n'),
      bytes,
      Buffer.from('\r\n'),
    ]);
    const reply = await fetch(`${platform.baseUrl}/dicomweb/studies`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'multipart/related; type="application/dicom"; boundary=limit' },
      body: Buffer.concat([...parts, Buffer.from('--limit--\r\n')]),
    });
    const answer: JsonDataSet = await reply.json();
    expect([reply.status, answer['00081199']?.Value?.length]).toEqual([200, samples.length]);
  }

  /** As the page does: the list, then pieces in bodies of a few megabytes. */
  async function importAll(reader: ApiClient): Promise<void> {
    const { body } = await reader.post<unknown>('/api/imports', {
      source: 'folder',
      sourceDigest: 'a'.repeat(64),
      fileCount: samples.length,
      byteCount: samples.reduce((sum, { bytes }) => sum + bytes.length, 0),
      studies: studies.map((StudyInstanceUID) => ({
        StudyInstanceUID,
        expectedCount: samples.filter((one) => one.StudyInstanceUID === StudyInstanceUID).length,
      })),
    });
    const opened = startImport.reply.parse(body).import;
    for (let first = 0; first < samples.length; first += 10) {
      const sent = samples.slice(first, first + 10).flatMap(({ bytes }, index) => {
        const digests = { pieceCrc32: crc32(bytes), fileCrc32: crc32(bytes) };
        const lengths = { fileBytes: bytes.length, offset: 0, pieceBytes: bytes.length };
        return [encodePieceHeader({ position: first + index, ...lengths, ...digests }), bytes];
      });
      const reply = await fetch(`${platform.baseUrl}${piecesUrl(opened.id)}`, {
        method: 'POST',
        headers: { cookie: reader.cookie, 'content-type': piecesContentType },
        body: Buffer.concat(sent),
      });
      const { results } = piecesReply.parse(await reply.json());
      expect(results.filter(({ state }) => state !== 'stored')).toEqual([]);
    }
    expect((await reader.post(`/api/imports/${opened.id}/end`, { as: 'done' })).status).toBe(200);
  }

  /** Names of the samples that did not come back as they were given. */
  function differing(way: Way, back: ReadonlyMap<string, { dataSet: Buffer }>): string[] {
    const isSame = (sample: Sample) =>
      back.get(sample.SOPInstanceUID)?.dataSet.equals(givenBy(way, sample).dataSet) === true;
    return samples.filter((sample) => !isSame(sample)).map(({ name }) => name);
  }

  async function fetchFile(way: Way, sample: Sample): Promise<Buffer> {
    const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = sample;
    const path = `studies/${StudyInstanceUID}/series/${SeriesInstanceUID}/instances/${SOPInstanceUID}`;
    const reply = await fetch(`${platform.baseUrl}/dicomweb/${path}`, {
      headers: { cookie: readerOf(way).cookie, accept: 'application/dicom; transfer-syntax=*' },
    });
    expect([sample.name, reply.status]).toEqual([sample.name, 200]);
    return Buffer.from(await reply.arrayBuffer());
  }

  describe.each(entries)('sent by $way', ({ way, aeTitle }) => {
    const names = ['-aet', aeTitle, '-aec', 'LIAISON', '-S'];

    it('comes back bit for bit by C-MOVE', async () => {
      const keys = keysOf({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: studies.join('\\') });
      const args = [...names, '-aem', aeTitle, ...keys, '127.0.0.1', String(platform.dicomPort)];
      expect(await programs.run('movescu', args)).toEqual({ code: 0, said: '' });
      const back = readKept(destinations.get(way)?.folder ?? '');
      expect([back.size, differing(way, back)]).toEqual([samples.length, []]);
    });

    it('comes back bit for bit by C-GET', async () => {
      const folder = programs.folderOf(`got-${aeTitle}`);
      for (const [option, group] of bySyntax) {
        const keys = keysOf({
          QueryRetrieveLevel: 'IMAGE',
          StudyInstanceUID: [...new Set(group.map((one) => one.StudyInstanceUID))].join('\\'),
          SOPInstanceUID: group.map((one) => one.SOPInstanceUID).join('\\'),
        });
        const args = [...names, '+B', `+${option}`, '-od', folder, ...keys];
        const got = await programs.run('getscu', [...args, '127.0.0.1', String(platform.dicomPort)]);
        expect([option, got.code]).toEqual([option, 0]);
      }
      const back = readKept(folder);
      expect([back.size, differing(way, back)]).toEqual([samples.length, []]);
    });

    it('comes back bit for bit by WADO-RS, where dciodvfy finds nothing that it did not find before', async () => {
      const back = new Map<string, { dataSet: Buffer }>();
      for (const sample of samples) {
        const file = await fetchFile(way, sample);
        back.set(sample.SOPInstanceUID, { dataSet: readPart10(file).dataSetBytes });
        const path = join(programs.folder, 'back.dcm');
        writeFileSync(path, file);
        const before = givenBy(way, sample).findings;
        const fresh = findings(path).filter((finding) => !before.includes(finding));
        expect([sample.name, fresh]).toEqual([sample.name, []]);
      }
      expect(differing(way, back)).toEqual([]);
    });

    it('has the metadata that dcm2json tells', async () => {
      for (const StudyInstanceUID of studies) {
        const { status, body } = await readerOf(way).get<JsonDataSet[]>(
          `/dicomweb/studies/${StudyInstanceUID}/metadata`,
        );
        const group = samples.filter((one) => one.StudyInstanceUID === StudyInstanceUID);
        expect([status, body.length]).toEqual([200, group.length]);
        for (const sample of group) {
          const { name, SOPInstanceUID } = sample;
          const ours = body.find((one) => one['00080018']?.Value?.[0] === SOPInstanceUID) ?? {};
          const theirs = dcm2json(givenBy(way, sample).path);
          expect([name, comparable(ours)]).toEqual([name, comparable(theirs)]);
        }
      }
    });
  });
});

async function hasAll(reader: ApiClient): Promise<boolean> {
  const { body } = await reader.get<{ studies: { imageCount: number }[] }>(
    '/api/imaging/studies?limit=100&live=true',
  );
  return body.studies.reduce((sum, { imageCount }) => sum + imageCount, 0) === samples.length;
}

/** What dciodvfy objects to in a file. */
function findings(path: string): string[] {
  const { stdout, stderr } = spawnSync('dciodvfy', ['-new', path], { encoding: 'latin1' });
  return `${stdout}\n${stderr}`.split('\n').filter((line) => /^(Error|Warning)/.test(line));
}
