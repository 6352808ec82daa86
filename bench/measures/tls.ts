import { readFileSync } from 'node:fs';

import { makeCertificate } from '@liaison/dimse/testing';

import { interleave, type Course } from '../interleave.ts';
import { makeSlices, type SliceTemplates } from '../inputs/slices.ts';
import { missingPrograms, runDcmtk } from '../programs.ts';
import { liaisonThroughTls, type CertificateFiles } from '../receivers/liaison.ts';
import type { RunningPlatform } from '../receivers/platform.ts';
import type { Receiver } from '../receivers/receiver.ts';
import { storescp } from '../receivers/storescp.ts';
import type { Table } from '../report.ts';
import { makeScratch, settleDisk } from '../scratch.ts';
import { storescuThrough } from '../senders/storescu.ts';
import { listStored, sendStored } from '../senders/stored.ts';
import { contest } from './contest.ts';
import { makeScratchFiles } from './exchange.ts';
import { fill } from './fill.ts';

type Given = {
  readonly templates: SliceTemplates;
  readonly images: number;
  readonly platform: RunningPlatform;
};

/** C-STORE through TLS, received and sent, each beside dcmtk's own tool. */
export async function measureTls(given: Given, course: Course): Promise<Table[]> {
  const missing = missingPrograms('storescp', 'storescu');
  if (missing !== null) throw new Error(missing);
  const folder = makeScratch('tls');
  const certificate = makeCertificate(folder.path, 'bench');
  if (!certificate) throw new Error('apt-get install -y openssl');
  const half = performance.now() + (course.deadline - performance.now()) / 2;
  try {
    return [
      await measureReception(given, { ...course, deadline: half }, certificate),
      await measureExport(given, course, certificate),
    ];
  } finally {
    folder.remove();
  }
}

function optionsOf({ keyFile, certFile }: CertificateFiles): string[] {
  return ['+tls', keyFile, certFile, '--ignore-peer-cert'];
}

async function measureReception(
  { templates, images }: Given,
  course: Course,
  certificate: CertificateFiles,
): Promise<Table> {
  const options = optionsOf(certificate);
  const rows = [
    liaisonThroughTls(certificate),
    storescp('storescp --fork +tls', ['--fork', ...options]),
    storescp('storescp --fork +B --max-pdu 131072 +tls', ['--fork', '+B', '--max-pdu', '131072', ...options]),
  ];
  await using started = new AsyncDisposableStack();
  const receivers: Receiver[] = [];
  for (const kind of rows) receivers.push(started.use(await kind.start()));
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const sender = storescuThrough({ host: '127.0.0.1', prefix: [] }, options);
  const measure = async (receiver: Receiver): Promise<number> => {
    const study = makeSlices(templates, images);
    using prepared = await sender.prepare(study, 1);
    try {
      settleDisk();
      const seconds = await prepared.send(receiver);
      const stored = await receiver.countStored({ ...study, imageCount: images });
      if (stored !== images) throw new Error(`${stored} images stored of ${images}`);
      return images / seconds;
    } finally {
      await receiver.forget();
    }
  };
  const nothing = () => Promise.resolve(null);
  await interleave(receivers, { ...course, rounds: 1, tell }, nothing, measure);
  const rounds = await interleave(receivers, { ...course, tell }, nothing, measure);
  const title = 'C-STORE through TLS, storescu, 1 association';
  return { title, unit: 'images/s', decimals: 0, isMoreBetter: true, rows, rounds, notes };
}

async function measureExport(
  { templates, images, platform }: Given,
  course: Course,
  certificate: CertificateFiles,
): Promise<Table> {
  const options = optionsOf(certificate);
  const fast = ['--fork', '+B', '--max-pdu', '131072', ...options];
  await using destination = await storescp('storescp +tls', fast).start();
  const study = makeSlices(templates, images);
  using files = makeScratchFiles(study);
  await fill({ ...platform }, study.slices, course.signal);
  await platform.countStored({ ...study, imageCount: images });
  const stored = await listStored(platform, study);
  const [cert, key] = [readFileSync(certificate.certFile), readFileSync(certificate.keyFile)];
  const called = ['-aec', destination.aeTitle, '+sd', '127.0.0.1', String(destination.port), files.path];
  return await contest(
    {
      title: 'Export by C-STORE through TLS to storescp, 1 association',
      images,
      contestants: [
        {
          name: 'Liaison, DICOM client',
          isOurs: true,
          run: () => sendStored(platform, stored, destination, { ca: cert, cert, key }),
        },
        { name: 'storescu +tls', isOurs: false, run: () => runDcmtk('storescu', [...options, ...called]) },
      ],
      count: () => destination.countStored({ ...study, imageCount: images }),
      clear: () => destination.forget(),
    },
    course,
  );
}
