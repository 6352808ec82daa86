import type { Browser } from 'playwright-core';

import { interleave, type Course } from '../interleave.ts';
import { makeSlices, type SliceTemplates, type Study } from '../inputs/slices.ts';
import { missingPrograms } from '../programs.ts';
import { missingDicomWeb, startOrthancDicomWeb } from '../receivers/orthanc.ts';
import type { RunningPlatform } from '../receivers/platform.ts';
import type { Receiver } from '../receivers/receiver.ts';
import type { Table } from '../report.ts';
import { rawSender } from '../senders/raw.ts';
import { summarise } from '../statistics.ts';
import { openChromium, openOverLink, type Opening } from '../viewers/link.ts';
import { fetchOhif, ohifPackage } from '../viewers/ohif-files.ts';
import { serveOhif } from '../viewers/ohif-server.ts';

type Given = {
  readonly templates: SliceTemplates;
  readonly images: number;
  readonly platform: RunningPlatform;
};
type Address = { readonly name: string; readonly url: string; readonly cookie: string };

const ours = 'Liaison viewer';
const ohif = `OHIF (${ohifPackage})`;

/** Time from opening a study's address to an image on the screen, over 10 Mb/s and 60 ms, in a cold browser. */
export async function measureFirstImage(given: Given, course: Course): Promise<Table[]> {
  const title = `First image of a study of ${given.images} slices, 10 Mb/s and 60 ms, cold cache`;
  const table = { title, unit: 'ms', decimals: 0, isMoreBetter: false };
  const missing = missingPrograms('chromium');
  if (missing !== null) return [{ ...table, rows: rowsOf(missing, missing), rounds: [], notes: [] }];
  await using started = new AsyncDisposableStack();
  const study = makeSlices(given.templates, given.images);
  const addresses = [await addressOfOurs(given.platform, study)];
  const lacking = missingDicomWeb ?? (await tryAddress(addresses, () => addressOfOhif(started, study)));
  const browser = await openChromium();
  started.defer(() => browser.close());
  const notes: string[] = [];
  const tell = (text: string): void => {
    notes.push(text);
    course.tell(text);
  };
  const openings = new Map<string, Opening[]>(addresses.map(({ name }) => [name, []]));
  const once = { ...course, rounds: 1, tell };
  await interleave(
    addresses,
    once,
    () => Promise.resolve(null),
    (address) => open(browser, address, []),
  );
  const rounds = await interleave(
    addresses,
    { ...course, tell },
    () => Promise.resolve(null),
    (address) => open(browser, address, openings.get(address.name) ?? []),
  );
  return [{ ...table, rows: rowsOf(null, lacking), rounds, notes: [...notes, ...describe(openings)] }];
}

function rowsOf(oursMissing: string | null, ohifMissing: string | null): Table['rows'] {
  return [
    { name: ours, isOurs: true, missing: oursMissing },
    { name: ohif, isOurs: false, missing: ohifMissing },
  ];
}

/** Gives why there is no address, where there is none. */
async function tryAddress(addresses: Address[], find: () => Promise<Address>): Promise<string | null> {
  try {
    addresses.push(await find());
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'failed') : 'failed';
  }
}

async function addressOfOurs(platform: RunningPlatform, study: Study): Promise<Address> {
  await deliver(platform, study);
  const found = await platform.findStudy(study.accessionNumber);
  return {
    name: ours,
    url: `${platform.platform.baseUrl}/images/${found?.id ?? ''}`,
    cookie: platform.reader.cookie,
  };
}

async function addressOfOhif(started: AsyncDisposableStack, study: Study): Promise<Address> {
  const dist = await fetchOhif();
  const orthanc = started.use(await startOrthancDicomWeb());
  await deliver(orthanc, study);
  const pages = started.use(await serveOhif(dist, orthanc.httpUrl));
  return { name: ohif, url: `${pages.url}/viewer?StudyInstanceUIDs=${study.StudyInstanceUID}`, cookie: '' };
}

async function deliver(receiver: Receiver, study: Study): Promise<void> {
  const imageCount = study.slices.length;
  using prepared = await rawSender.prepare(study, 1);
  await prepared.send(receiver);
  const stored = await receiver.countStored({ ...study, imageCount });
  if (stored !== imageCount) throw new Error(`${receiver.name} holds ${stored} images of ${imageCount}`);
}

async function open(browser: Browser, { url, cookie }: Address, openings: Opening[]): Promise<number> {
  const opening = await openOverLink(browser, url, cookie);
  openings.push(opening);
  return opening.firstImageMs;
}

function describe(openings: ReadonlyMap<string, readonly Opening[]>): string[] {
  const perViewer = [...openings].flatMap(([name, list]) => {
    const bytes = summarise(list.map((one) => one.bytes));
    const requests = summarise(list.map((one) => one.requests));
    const mark = summarise(list.flatMap(({ ownMarkMs }) => ownMarkMs ?? []));
    if (!bytes || !requests) return [];
    const own = mark ? `; its own mark of a drawn 16-bit image at ${mark.median.toFixed(0)} ms` : '';
    return [
      `${name}: ${(bytes.median / 1e6).toFixed(2)} MB and ${requests.median} requests until then${own}.`,
    ];
  });
  return [
    ...perViewer,
    'Same Chromium (headless, WebGL2 in software by SwiftShader), a new context for each opening, HTTP/1.1 on loopback, the link emulated by the DevTools protocol (Network.emulateNetworkConditions: it delays responses, not connections, and does not reach what workers fetch).',
    'First image: the first animation frame in which a canvas at least 256 px wide is lit on a fiftieth of its area; the same judge for both.',
    'OHIF: its own default configuration but the data source; pages and DICOMweb answers (recorded from Orthanc in a first opening that does not count) come packed from memory. Ours: the real platform, its database and its containers.',
  ];
}
