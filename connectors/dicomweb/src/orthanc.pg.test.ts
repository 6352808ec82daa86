import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@liaison/db';
import { readPart10, type JsonDataSet } from '@liaison/dicom';
import { makeStudy } from '@liaison/imaging/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSamples } from './testing-samples.ts';
import { startTestService, type TestService } from './testing-service.ts';

const program = '/usr/sbin/Orthanc';
const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
const isHere = existsSync(program) && existsSync(plugin);

/** Orthanc as a client of ours: it pushes by STOW-RS, searches by QIDO-RS and pulls by WADO-RS. */
describe.runIf(isHere)('DICOMweb with Orthanc', () => {
  let service: TestService;
  let orthanc: ChildProcess;
  let url: string;
  const folder = mkdtempSync(join(tmpdir(), 'liaison-orthanc-'));

  beforeAll(async () => {
    service = await startTestService();
    const [port, dicomPort] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    writeFileSync(
      join(folder, 'orthanc.json'),
      JSON.stringify({
        StorageDirectory: folder,
        HttpPort: port,
        DicomPort: dicomPort,
        RemoteAccessAllowed: false,
        Plugins: [plugin],
        DicomWeb: { Servers: { liaison: { Url: `${service.url}/`, HttpHeaders: { 'x-test': 'reader' } } } },
      }),
    );
    orthanc = spawn(program, [join(folder, 'orthanc.json')], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries += 1) {
      if (
        await fetch(`${url}/system`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        break;
      await pause(50);
    }
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => orthanc.once('exit', resolve));
    orthanc.kill();
    await ended;
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = async (path: string, body: object | Buffer): Promise<unknown> => {
    const isFile = Buffer.isBuffer(body);
    const reply = await fetch(`${url}${path}`, {
      method: 'POST',
      body: isFile ? new Uint8Array(body) : JSON.stringify(body),
    });
    expect([path, reply.status]).toEqual([path, 200]);
    return reply.json();
  };

  it('takes what Orthanc pushes, byte for byte', async () => {
    const [file] = findSamples();
    if (file === undefined) return console.warn('dicomweb: no real files here, Orthanc pushes nothing');
    const given = readPart10(readFileSync(file));
    const { ID } = Object(await post('/instances', readFileSync(file)));
    await post('/dicom-web/servers/liaison/stow', { Resources: [ID], Synchronous: true });
    await service.settle();
    const [found]: JsonDataSet[] = await (await service.ask('/instances?limit=1')).json();
    const path = String(found?.['00081190']?.Value?.[0]).replace(service.url, '');
    const back = await service.ask(path, { headers: { accept: 'application/dicom' } });
    const bytes = readPart10(Buffer.from(await back.arrayBuffer())).dataSetBytes;
    expect(bytes.equals(given.dataSetBytes)).toBe(true);
  });

  it('gives what Orthanc searches for and pulls', async () => {
    const study = await makeStudy(service.database.system, {
      structureId: service.reader.structureId,
      imageCount: 3,
      storeRoot: service.storeRoot,
    });
    const StudyInstanceUID = study.StudyInstanceUID;
    const found = await post('/dicom-web/servers/liaison/qido', {
      Uri: '/studies',
      Arguments: { StudyInstanceUID },
    });
    expect(found).toMatchObject([{ '0020000D': { Value: StudyInstanceUID } }]);
    await post('/dicom-web/servers/liaison/retrieve', {
      Resources: [{ Study: StudyInstanceUID }],
      Synchronous: true,
    });
    const [own] = Object(
      await post('/tools/find', { Level: 'Study', Query: { StudyInstanceUID }, Expand: true }),
    );
    const { CountInstances } = await (await fetch(`${url}/studies/${own.ID}/statistics`)).json();
    expect([own.PatientMainDicomTags.PatientID, Number(CountInstances)]).toEqual(['IPP0042', 3]);
  });
});
