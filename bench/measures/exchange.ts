import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Course } from '../interleave.ts';
import { fileOf, makeSlices, type SliceTemplates, type Study } from '../inputs/slices.ts';
import { missingPrograms, runDcmtk } from '../programs.ts';
import { startDcmqrscp, type Called } from '../receivers/dcmqrscp.ts';
import { platformName, type RunningPlatform } from '../receivers/platform.ts';
import { storescpFast } from '../receivers/storescp.ts';
import type { Table } from '../report.ts';
import { makeScratch } from '../scratch.ts';
import { deliver, listStored, sendStored } from '../senders/stored.ts';
import { contest } from './contest.ts';
import { fill } from './fill.ts';

type Given = { readonly templates: SliceTemplates; readonly platform: RunningPlatform };

const images = 500;
const callingAeTitle = 'CHA_PACS';
const missing = missingPrograms('storescp');
/** What a row or a peer's sheet that just changed takes to reach the receivers. */
const snapshotMs = 2000;

/** Images a second from us to a storescp, beside dcmtk's own tools: sent, moved (C-MOVE), fetched (C-GET). */
export async function measureExchange({ templates, platform }: Given, course: Course): Promise<Table[]> {
  if (missing !== null) throw new Error(missing);
  const study = makeSlices(templates, images);
  using files = makeScratchFiles(study);
  await using started = new AsyncDisposableStack();
  const destination = started.use(await storescpFast.start());
  const archive = started.use(await startDcmqrscp(destination, files.path));
  await fill({ ...platform }, study.slices, course.signal);
  await allowRetrieval(platform, destination.port);
  await pause(snapshotMs);
  await platform.countStored({ ...study, imageCount: images });
  const stored = await listStored(platform, study);
  const ours = { port: platform.port, aeTitle: platform.aeTitle };
  const rows = [
    {
      title: 'Export by C-STORE to storescp, 1 association',
      contestants: [
        {
          name: 'Liaison, DICOM client',
          isOurs: true,
          run: () => sendStored(platform, stored, destination),
        },
        {
          name: 'Liaison, whole delivery',
          isOurs: true,
          run: () => deliver(platform, study, destination.aeTitle, course.signal),
        },
        {
          name: 'storescu',
          isOurs: false,
          run: () =>
            runDcmtk('storescu', [
              '-aec',
              destination.aeTitle,
              '+sd',
              '127.0.0.1',
              String(destination.port),
              files.path,
            ]),
        },
      ],
      count: () => destination.countStored({ ...study, imageCount: images }),
      clear: () => destination.forget(),
    },
    {
      title: 'Retrieve by C-MOVE to storescp, asked by movescu',
      contestants: [
        { name: platformName, isOurs: true, run: () => move(ours, destination.aeTitle, study) },
        { name: 'dcmqrscp', isOurs: false, run: () => move(archive, destination.aeTitle, study) },
      ],
      count: () => destination.countStored({ ...study, imageCount: images }),
      clear: () => destination.forget(),
    },
    retrieval(ours, archive, study),
  ];
  const tables: Table[] = [];
  for (const [index, { title, contestants, count, clear }] of rows.entries()) {
    const share = (course.deadline - performance.now()) / (rows.length - index);
    const own = { ...course, deadline: performance.now() + share };
    tables.push(await contest({ title, images, contestants, count, clear }, own));
  }
  return tables;
}

function retrieval(ours: Called, archive: Called, study: Study) {
  const taken = makeScratch('taken');
  const get = (from: Called) =>
    runDcmtk('getscu', [
      '-S',
      '+B',
      '-aet',
      callingAeTitle,
      '-aec',
      from.aeTitle,
      '-od',
      taken.path,
      ...keysOf(study),
      '127.0.0.1',
      String(from.port),
    ]);
  return {
    title: 'Retrieve by C-GET, asked by getscu',
    contestants: [
      { name: platformName, isOurs: true, run: () => get(ours) },
      { name: 'dcmqrscp', isOurs: false, run: () => get(archive) },
    ],
    count: () => Promise.resolve(readdirSync(taken.path).length),
    clear: async () => {
      for (const file of readdirSync(taken.path)) rmSync(join(taken.path, file));
    },
  };
}

function keysOf(study: Study): string[] {
  return ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${study.StudyInstanceUID}`];
}

function move(from: Called, destination: string, study: Study): Promise<void> {
  return runDcmtk('movescu', [
    '-S',
    '-aet',
    callingAeTitle,
    '-aec',
    from.aeTitle,
    '-aem',
    destination,
    ...keysOf(study),
    '127.0.0.1',
    String(from.port),
  ]);
}

function pathOf(folder: string, index: number): string {
  return join(folder, String(index).padStart(5, '0'));
}

export function makeScratchFiles(study: Study): Disposable & { readonly path: string } {
  const folder = makeScratch('export');
  for (const [index, slice] of study.slices.entries())
    writeFileSync(pathOf(folder.path, index), Buffer.concat(fileOf(slice)));
  return { path: folder.path, [Symbol.dispose]: () => folder.remove() };
}

/** The scanner's sheet lets it ask, as a regional administrator approved; one more says where the destination is. */
async function allowRetrieval({ platform: { system } }: RunningPlatform, port: number): Promise<void> {
  await system.pool.query(`update pacs.peer set may_query = true where ae_title = $1`, [callingAeTitle]);
  await system.pool.query(
    `insert into pacs.query_approval
         (peer_id, ae_title, addresses, certificates, requires_tls, approved_by, approved_at)
       select id, ae_title, addresses, certificates, requires_tls, 'bench', now() from pacs.peer where ae_title = $1
     on conflict (peer_id) do nothing`,
    [callingAeTitle],
  );
  await system.pool.query(
    `insert into pacs.peer (id, structure_id, ae_title, name, host, port, may_store, we_store)
     select gen_random_uuid(), structure_id, 'STORESCP', 'storescp', '127.0.0.1', $2, false, true
       from pacs.peer where ae_title = $1
     on conflict on constraint peer_is_one_per_structure do update set port = excluded.port`,
    [callingAeTitle, port],
  );
  await system.pool.query(
    `insert into pacs.store_approval (peer_id, ae_title, host, port, uses_tls, certificates, approved_by, approved_at)
       select id, ae_title, host, port, uses_tls, certificates, 'bench', now() from pacs.peer where ae_title = 'STORESCP'
     on conflict (peer_id) do update set port = excluded.port`,
  );
}
