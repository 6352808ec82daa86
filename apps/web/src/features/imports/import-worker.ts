import './buffer-global.ts';

import type { FromWorker, Prepared, SendingProgress, ToWorker } from './messages.ts';
import { digestSource } from './reading/digest-source.ts';
import { TooManyEntriesError, type ChosenFile } from './reading/entry.ts';
import { groupOthers } from './reading/other-files.ts';
import { readSource, type Findings } from './reading/read-source.ts';
import { SendingTally } from './sending-tally.ts';
import { UploadRefusedError } from './upload/send-pieces.ts';
import { upload, type Outgoing } from './upload/uploader.ts';

/** Reads what was chosen, then sends what was kept of it: away from the page, which stays free for other work. */
const tell = (message: FromWorker) => postMessage(message);

const progressEveryMs = 150;
const treeEveryMs = 600;

let findings: Findings | null = null;
let outgoing: readonly Outgoing[] = [];
let resume: (() => void) | null = null;
let running: Promise<void> = Promise.resolve();
/** The page ends this worker instead of stopping it. */
const { signal } = new AbortController();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  void act(data).catch((error: unknown) => {
    const isSignedOut = error instanceof UploadRefusedError && error.status === 401;
    tell({ kind: 'failed', title: describe(error), isSignedOut });
  });
});

async function act(message: ToWorker): Promise<void> {
  if (message.kind === 'read') await read(message.chosen);
  else if (message.kind === 'prepare') tell({ kind: 'prepared', prepared: await prepare(message.excluded) });
  else if (message.kind === 'send') await send(message);
  else pause(message.isPaused);
}

function describe(error: unknown): string {
  if (error instanceof UploadRefusedError) return error.title;
  if (error instanceof TooManyEntriesError)
    return 'Plus d’un million de fichiers\u00a0: choisissez le dossier qui contient les images.';
  return 'La lecture s’est arrêtée sur une erreur inattendue. Choisissez de nouveau les fichiers.';
}

async function read(chosen: readonly ChosenFile[]): Promise<void> {
  let toldAt = 0;
  let treeAt = 0;
  findings = await readSource(
    chosen,
    (progress, tree) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs) return;
      toldAt = now;
      const isTreeDue = now - treeAt > treeEveryMs;
      if (isTreeDue) treeAt = now;
      tell({ kind: 'reading', progress, tree: isTreeDue ? tree() : null });
    },
    signal,
  );
  const { tree, others, missingCount } = findings;
  const end = { tree, others: groupOthers(others), otherCount: others.length, missingCount };
  tell({ kind: 'read', end });
}

async function prepare(excluded: readonly string[]): Promise<Prepared> {
  const images = findings?.images ?? [];
  const left = new Set(excluded);
  const counts = new Map<string, number>();
  const chosen: Outgoing[] = [];
  const leftOut: [number, number][] = [];
  for (const [position, { entry, seriesKey, StudyInstanceUID }] of images.entries()) {
    if (left.has(seriesKey)) {
      const last = leftOut.at(-1);
      if (last?.[1] === position - 1) last[1] = position;
      else leftOut.push([position, position]);
      continue;
    }
    chosen.push({ position, entry, receivedBytes: 0 });
    counts.set(StudyInstanceUID, (counts.get(StudyInstanceUID) ?? 0) + 1);
  }
  outgoing = chosen;
  return {
    sourceDigest: await digestSource(images),
    fileCount: images.length,
    byteCount: chosen.reduce((sum, { entry }) => sum + entry.bytes, 0),
    leftOut,
    studies: [...counts].map(([StudyInstanceUID, expectedCount]) => ({ StudyInstanceUID, expectedCount })),
  };
}

async function send({ importId, settled, partial }: Extract<ToWorker, { kind: 'send' }>): Promise<void> {
  const isSettled = (position: number) =>
    settled.some(([first, last]) => position >= first && position <= last);
  const received = new Map(partial.map((one) => [one.position, one.receivedBytes]));
  const tally = new SendingTally(outgoing.map(({ entry }) => entry.bytes));
  const files = outgoing.flatMap((file): Outgoing[] => {
    if (!isSettled(file.position)) return [{ ...file, receivedBytes: received.get(file.position) ?? 0 }];
    tally.before(file.entry.bytes);
    return [];
  });
  const ticker = setInterval(() => tell({ kind: 'sending', progress: progressOf(tally) }), 250);
  try {
    await upload({
      importId,
      files,
      signal,
      whileRunning: () => running,
      report: {
        stored: ({ bytes }) => tally.stored(bytes, performance.now()),
        refused: (_entry, code) => tally.refused(code),
        hindered: (by) => tally.hindered(by),
      },
    });
  } finally {
    clearInterval(ticker);
  }
  tell({ kind: 'sent', progress: progressOf(tally) });
}

function progressOf(tally: SendingTally): SendingProgress {
  return tally.progress(performance.now());
}

function pause(isPaused: boolean): void {
  if (isPaused && !resume) running = new Promise((go) => (resume = go));
  if (isPaused) return;
  resume?.();
  resume = null;
  running = Promise.resolve();
}
