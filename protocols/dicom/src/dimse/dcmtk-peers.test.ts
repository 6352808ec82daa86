import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Association, AssociationOptions } from './association.ts';
import { readPart10, writeFileMeta } from '../file/part10.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { openAssociation } from './scu.ts';
import type { ServedRequest } from './served-association.ts';
import { studyRootFind, studyRootGet, studyRootMove } from '../dictionary/sop-classes.ts';
import {
  ctImage,
  freePort,
  keeper,
  makeCertificate,
  makeImage,
  runDcmtk,
  startAcceptor,
  startDcmtk,
  type TestAcceptor,
} from '../testing-associations.ts';
import { hasJudge } from '../testing-dcmtk.ts';
import { ExplicitVRLittleEndian, ImplicitVRLittleEndian, verificationSopClass } from '../dictionary/uid.ts';
import { writeDataSet } from '../data-set/write-data-set.ts';

const hasDcmtk = hasJudge('storescu');
let folder = '';
let closers: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dcmtk-peers-'));
});
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
  rmSync(folder, { recursive: true });
});

const images = [1, 2, 3].map((rank) => makeImage(rank, 40_000 * rank));
const uids = images.map(({ SOPInstanceUID }) => SOPInstanceUID).toSorted();
const native = [ExplicitVRLittleEndian, ImplicitVRLittleEndian];
const names = { callingAeTitle: 'LIAISON', calledAeTitle: 'PEER', host: '127.0.0.1' };
const services = [studyRootFind, studyRootMove, studyRootGet].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: native,
}));
const contexts = [
  { abstractSyntax: verificationSopClass, transferSyntaxes: native },
  { abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] },
  ...services,
];
const study = (transferSyntaxUID: string): Buffer =>
  writeDataSet(
    { QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '1.2.3', PatientName: '' },
    transferSyntaxUID,
  );

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function acceptor(...args: Parameters<typeof startAcceptor>): Promise<TestAcceptor> {
  const started = await startAcceptor(...args);
  closers.push(() => started.close());
  return started;
}

async function startArchive(movePort: number): Promise<number> {
  const port = await freePort();
  mkdirSync(join(folder, 'archive'));
  const config = join(folder, 'dcmqrscp.cfg');
  writeFileSync(
    config,
    `NetworkTCPPort = ${port}
MaxPDUSize = 16384
MaxAssociations = 16
HostTable BEGIN
liaison = (LIAISON, 127.0.0.1, ${movePort})
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
PEER ${join(folder, 'archive')} RW (10, 1024mb) ANY
AETable END
`,
  );
  closers.push(await startDcmtk('dcmqrscp', ['-c', config], port));
  return port;
}

async function open(port: number, change: Partial<AssociationOptions> = {}): Promise<Association> {
  return openAssociation({ ...names, port, contexts, ...change });
}

describe.runIf(hasDcmtk && hasJudge('dcmqrscp'))('our SCU with dcmqrscp', () => {
  it('stores, searches, moves to ourselves, and gets, byte for byte', async () => {
    const here = await acceptor();
    const { kept, begin } = keeper();
    const port = await startArchive(here.port);
    const association = await open(port, {
      roles: [{ SOPClassUID: ctImage, scu: true, scp: true }],
      beginStore: begin,
    });
    for (const image of images) expect(await association.cStore(image)).toMatchObject({ status: 0 });

    const found = await collect(association.cFind({ SOPClassUID: studyRootFind, identifier: study }));
    expect(found.map((match) => match.text('PatientName'))).toEqual(['EPREUVE^Zoe']);

    const move = { SOPClassUID: studyRootMove, identifier: study, destination: 'LIAISON' };
    const moved = await collect(association.cMove(move));
    expect(moved.at(-1)).toMatchObject({ status: 0, completed: 3, failed: 0 });
    expect([...here.kept.keys()].toSorted()).toEqual(uids);

    const got = await collect(association.cGet({ SOPClassUID: studyRootGet, identifier: study }));
    expect(got.at(-1)).toMatchObject({ status: 0, completed: 3, failed: 0 });
    expect([...kept.keys()].toSorted()).toEqual(uids);
    const pixels = images.map(({ SOPInstanceUID }) => pixelsOf(kept.get(SOPInstanceUID)));
    expect(pixels).toEqual(images.map(({ dataSet }) => pixelsOf(dataSet)));

    const lost = await collect(association.cMove({ ...move, destination: 'NOBODY' }));
    expect(lost.at(-1)?.status).toBe(0xa801);
    expect(await association.cEcho()).toBe(0);
    await association.release();
  });
});

function pixelsOf(bytes: Buffer | undefined): string | undefined {
  return readDataSet(bytes ?? Buffer.alloc(0), ExplicitVRLittleEndian)
    .dataSet.bytes('PixelData')
    ?.toString('latin1');
}

/** Answers as an archive of `images` would. */
async function serve(request: ServedRequest, movePort: number): Promise<void> {
  const { command, context } = request;
  switch (command.AffectedSOPClassUID) {
    case studyRootFind:
      for (const rank of [1, 2]) {
        const match = {
          QueryRetrieveLevel: 'STUDY',
          StudyInstanceUID: `1.2.${rank}`,
          PatientName: 'EPREUVE',
        };
        request.respond({ status: 0xff00, dataSet: writeDataSet(match, context.transferSyntaxUID) });
        await request.drained();
      }
      break;
    case studyRootGet:
      await sendAll(request, (image) => request.store(image));
      return;
    default: {
      const association = await openAssociation({ ...names, port: movePort, contexts });
      await sendAll(request, (image) => association.cStore(image));
      await association.release();
      return;
    }
  }
  request.respond({ status: 0 });
}

async function sendAll(
  request: ServedRequest,
  send: (image: (typeof images)[number]) => Promise<{ status: number }>,
): Promise<void> {
  let completed = 0;
  for (const image of images) {
    if ((await send(image)).status === 0) completed += 1;
    const remaining = images.length - completed;
    request.respond({ status: 0xff00, counts: { remaining, completed, failed: 0, warning: 0 } });
  }
  request.respond({ status: 0, counts: { remaining: 0, completed, failed: 0, warning: 0 } });
}

function readStored(directory: string): string[] {
  return readdirSync(directory)
    .map((name) => {
      const { meta, dataSetBytes } = readPart10(readFileSync(join(directory, name)));
      const uid = meta.text('MediaStorageSOPInstanceUID') ?? '';
      const sent = images.find(({ SOPInstanceUID }) => SOPInstanceUID === uid);
      return pixelsOf(dataSetBytes) === pixelsOf(sent?.dataSet) ? uid : `${uid} differs`;
    })
    .toSorted();
}

describe.runIf(hasDcmtk)('our SCP with dcmtk', () => {
  const level = ['-k', 'QueryRetrieveLevel=STUDY', '-k', 'StudyInstanceUID=1.2.3'];
  let movePort = 0;
  let archive: TestAcceptor;
  let target: string[] = [];
  beforeEach(async () => {
    movePort = await freePort();
    archive = await acceptor({ services, request: (request) => void serve(request, movePort) });
    target = ['127.0.0.1', String(archive.port)];
    mkdirSync(join(folder, 'out'));
  });

  it('answers findscu', async () => {
    const { code, said } = await runDcmtk('findscu', ['-S', '-v', ...level, ...target]);
    expect(code).toBe(0);
    expect(said.match(/Find Response: \d+ \(Pending\)/g)).toHaveLength(2);
  });

  it('answers getscu with the objects, on its association', async () => {
    const { code, said } = await runDcmtk('getscu', ['-S', '-od', join(folder, 'out'), ...level, ...target]);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(readStored(join(folder, 'out'))).toEqual(uids);
  });

  it('answers movescu, and stores where it listens', async () => {
    const out = ['-od', join(folder, 'out'), '--port', String(movePort)];
    const { code } = await runDcmtk('movescu', ['-S', ...out, '-aem', 'PEER', ...level, ...target]);
    expect(code).toBe(0);
    expect(readStored(join(folder, 'out'))).toEqual(uids);
  });
});

describe.runIf(hasDcmtk && hasJudge('openssl'))('TLS with dcmtk', () => {
  it('is spoken by our SCP, which asks for a certificate', async () => {
    const ours = makeCertificate(folder, 'ours');
    const theirs = makeCertificate(folder, 'theirs');
    const stranger = makeCertificate(folder, 'stranger');
    const tls = { cert: ours.cert, key: ours.key, ca: theirs.cert, requestCert: true };
    const here = await acceptor({}, { tls });
    const [image] = images;
    const file = join(folder, 'image.dcm');
    writeFileSync(
      file,
      Buffer.concat([writeFileMeta(image ?? makeImage(1)), image?.dataSet ?? Buffer.alloc(0)]),
    );
    const target = ['127.0.0.1', String(here.port)];
    const known = ['+tls', theirs.keyFile, theirs.certFile, '+cf', ours.certFile];
    expect(await runDcmtk('echoscu', [...known, ...target])).toEqual({ code: 0, said: '' });
    expect(await runDcmtk('storescu', [...known, ...target, file])).toEqual({ code: 0, said: '' });
    expect([...here.kept.keys()]).toEqual([image?.SOPInstanceUID]);
    const unknown = ['+tls', stranger.keyFile, stranger.certFile, '+cf', ours.certFile];
    expect((await runDcmtk('echoscu', [...unknown, ...target])).code).not.toBe(0);
  });

  it('is spoken by our SCU, which says whose certificate was refused', async () => {
    const ours = makeCertificate(folder, 'ours');
    const theirs = makeCertificate(folder, 'theirs');
    const stranger = makeCertificate(folder, 'stranger');
    const port = await freePort();
    mkdirSync(join(folder, 'in'));
    const args = ['+tls', theirs.keyFile, theirs.certFile, '+cf', ours.certFile, '-od', join(folder, 'in')];
    closers.push(await startDcmtk('storescp', [...args, String(port)], port));
    const tls = { cert: ours.cert, key: ours.key, ca: theirs.cert };
    const association = await open(port, { tls });
    expect(await association.cEcho()).toBe(0);
    for (const image of images) expect((await association.cStore(image)).status).toBe(0);
    await association.release();
    expect(readStored(join(folder, 'in'))).toEqual(uids);

    await expect(open(port, { tls: { ...tls, ca: stranger.cert } })).rejects.toMatchObject({
      kind: 'certificate',
    });
    await expect(
      open(port, { tls: { ...tls, cert: stranger.cert, key: stranger.key } }),
    ).rejects.toMatchObject({ name: 'AssociationError' });
    await expect(open(port)).rejects.toMatchObject({ name: 'AssociationError' });
  });
});
