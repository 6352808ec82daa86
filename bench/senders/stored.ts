import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';

import { z } from 'zod';

import { openRange } from '@liaison/blobs';
import { openPacsLink } from '@liaison/dimse-client';
import { newId } from '@liaison/kernel';
import type { Peer, SendableInstance } from '@liaison/pacs';
import { sendStudies } from '@liaison/transfers/contract';

import type { Study } from '../inputs/slices.ts';
import type { RunningPlatform } from '../receivers/platform.ts';

const storedImage = z.object({
  class: z.string(),
  uid: z.string(),
  syntax: z.string(),
  container: z.string(),
  offset: z.coerce.number(),
  length: z.coerce.number(),
  crc: z.coerce.number(),
});
export type StoredImage = z.infer<typeof storedImage>;

/** Where the images of a study lie in the platform's store, in the order in which a delivery sends them. */
export async function listStored({ platform }: RunningPlatform, study: Study): Promise<StoredImage[]> {
  const { rows } = await platform.system.pool.query(
    `select i.sop_class_uid as class, i.sop_instance_uid as uid, i.transfer_syntax_uid as syntax,
            i.container_id as container, i.data_offset as "offset", i.data_length as length, i.crc32 as crc
       from imaging.pub_instance i join imaging.pub_study s on s.id = i.study_id
      where s.study_instance_uid = $1
      order by i.series_number, i.series_instance_uid, i.instance_number, i.sop_instance_uid`,
    [study.StudyInstanceUID],
  );
  return z.array(storedImage).parse(rows);
}

/** Our DICOM client alone, in this process: reads the platform's containers as a delivery does, and sends. */
export async function sendStored(
  { platform }: RunningPlatform,
  images: readonly StoredImage[],
  { aeTitle, port }: { readonly aeTitle: string; readonly port: number },
  tls?: ConnectionOptions,
): Promise<void> {
  const storeRoot = join(platform.dataDir, 'containers');
  const link = openPacsLink({
    caller: { aeTitle: 'LIAISON', ...(tls ? { tls } : {}) },
    keeping: { storeRoot, node: 'bench', slot: 0, onFailure: () => {} },
  });
  const instances = images.map((image): SendableInstance => ({
    SOPClassUID: image.class,
    SOPInstanceUID: image.uid,
    transferSyntaxUID: image.syntax,
    length: image.length,
    pieces: () => piecesOf(storeRoot, image),
  }));
  const refused: number[] = [];
  await link.store(peerAt(aeTitle, port, tls !== undefined), Readable.from(instances), ({ status }) => {
    if (status !== 0) refused.push(status);
  });
  if (refused.length > 0) throw new Error(`${refused.length} images were refused`);
}

async function* piecesOf(storeRoot: string, image: StoredImage): AsyncGenerator<Uint8Array, void, undefined> {
  const range = openRange(storeRoot, image.container);
  try {
    yield* range.verified(image.offset, image.length, image.crc);
  } finally {
    range.close();
  }
}

/** A delivery as a user asks for it, until the platform says that it is done: queue, rights, rows and journal included. */
export async function deliver(
  { platform, reader, findStudy }: RunningPlatform,
  study: Study,
  aeTitle: string,
  signal: AbortSignal,
): Promise<void> {
  const { pool } = platform.system;
  const found = await findStudy(study.accessionNumber);
  const { rows } = await pool.query('select id from pacs.peer where ae_title = $1', [aeTitle]);
  const [peer] = z.array(z.object({ id: z.string() })).parse(rows);
  const reply = await reader.post<unknown>(sendStudies.url, { studyIds: [found?.id], peerId: peer?.id });
  const [id] = sendStudies.reply.parse(reply.body).deliveryIds;
  for (;;) {
    signal.throwIfAborted();
    const { rows: states } = await pool.query('select state from transfers.delivery where id = $1', [id]);
    const [{ state } = { state: '' }] = z.array(z.object({ state: z.string() })).parse(states);
    if (state === 'done') return;
    if (state !== 'waiting' && state !== 'sending') throw new Error(`the delivery is ${state}`);
    await pause(10);
  }
}

function peerAt(aeTitle: string, port: number, usesTls: boolean): Peer {
  return {
    id: newId(),
    structureId: newId(),
    aeTitle,
    name: aeTitle,
    host: '127.0.0.1',
    port,
    usesTls,
    addresses: [],
    certificates: [],
    requiresTls: usesTls,
    roles: { mayStore: false, mayQuery: false, query: false, retrieve: 'no', store: true, commit: false },
    transferSyntaxes: [],
    characterSet: 'ISO_IR 100',
    maxAssociations: 4,
    maxBytesPerSecond: null,
    isActive: true,
  };
}
