import {
  folded,
  isDicomdirPath,
  readDicomdirIndex,
  type Announced,
  type DicomdirIndex,
} from './dicomdir-index.ts';
import {
  entryOfBlob,
  entryOfFile,
  maxEntries,
  TooManyEntriesError,
  type ChosenFile,
  type OtherFile,
  type SourceEntry,
} from './entry.ts';
import { readImageFacts, type ImageFacts } from './image-facts.ts';
import { IsoError, isoBlob, readIso } from './iso9660.ts';
import { otherKindOf } from './other-files.ts';
import { TreeBuilder, type Tree } from './tree.ts';
import { readZip } from './zip-entries.ts';

/** One image to send: its file and the series that it belongs to. */
export type FoundImage = {
  readonly entry: SourceEntry;
  readonly seriesKey: string;
  readonly StudyInstanceUID: string;
};

export type ReadingProgress = {
  readonly fileCount: number;
  readonly readCount: number;
  readonly imageCount: number;
  /** Whether every file is known by now: `readCount` of `fileCount` then means something. */
  readonly isListed: boolean;
};

export type Findings = {
  readonly tree: Tree;
  /** By path: the position of an image in this list is what resuming relies on. */
  readonly images: readonly FoundImage[];
  readonly others: readonly OtherFile[];
  /** Files that the medium's index names and that are not there. */
  readonly missingCount: number;
};

const readAtOnce = 8;

/** Reads what was chosen: which images, whose. `report` is called after each file. */
export async function readSource(
  chosen: readonly ChosenFile[],
  report: (progress: ReadingProgress, tree: () => Tree) => void,
  signal: AbortSignal,
): Promise<Findings> {
  const reading = new Reading(report, signal);
  await reading.list(chosen);
  await reading.openAll();
  return reading.findings();
}

class Reading {
  readonly #report: (progress: ReadingProgress, tree: () => Tree) => void;
  readonly #signal: AbortSignal;
  readonly #tree = new TreeBuilder();
  readonly #entries: SourceEntry[] = [];
  readonly #images: FoundImage[] = [];
  readonly #others: OtherFile[] = [];
  /** What the medium refused at the first try. */
  readonly #refused: SourceEntry[] = [];
  /** Series of the index, by UID: the facts of one of its files that was opened, or null where the index lied. */
  readonly #checked = new Map<string, Promise<ImageFacts | null>>();
  #index: DicomdirIndex = new Map();
  #readCount = 0;
  #isListed = false;

  constructor(report: (progress: ReadingProgress, tree: () => Tree) => void, signal: AbortSignal) {
    this.#report = report;
    this.#signal = signal;
  }

  async list(chosen: readonly ChosenFile[]): Promise<void> {
    for (const file of chosen) {
      for await (const found of expand(file)) {
        this.#signal.throwIfAborted();
        if ('kind' in found) this.#others.push(found);
        else this.#entries.push(found);
        if (this.#entries.length + this.#others.length > maxEntries) throw new TooManyEntriesError();
      }
      this.#tell();
    }
    this.#index = await readDicomdirIndex(this.#entries.filter(({ path }) => isDicomdirPath(path)));
    this.#isListed = true;
  }

  async openAll(): Promise<void> {
    const next = this.#entries.values();
    const lane = async () => {
      for (const entry of next) {
        this.#signal.throwIfAborted();
        await this.#open(entry);
        this.#readCount += 1;
        this.#tell();
      }
    };
    await Promise.all(Array.from({ length: readAtOnce }, lane));
    // A scratched disc, a cut zip: once more, then this file alone is lost.
    for (const entry of this.#refused.splice(0)) {
      this.#signal.throwIfAborted();
      await this.#open(entry);
    }
    for (const { path } of this.#refused) this.#others.push({ path, kind: 'unreadable' });
  }

  async #open(entry: SourceEntry): Promise<void> {
    try {
      const announced = this.#index.get(folded(entry.path));
      const facts = announced ? await this.#factsOfIndexed(entry, announced) : await readImageFacts(entry);
      if (typeof facts === 'object') {
        const seriesKey = this.#tree.add(facts, entry.bytes);
        this.#images.push({ entry, seriesKey, StudyInstanceUID: facts.StudyInstanceUID });
        return;
      }
      const kind = facts === 'not-dicom' ? otherKindOf(entry.path, entry.bytes) : facts;
      this.#others.push({ path: entry.path, kind });
    } catch (error) {
      if (this.#signal.aborted) throw error;
      this.#refused.push(entry);
    }
  }

  /** The first file of an indexed series is opened: where it is what the index says, its others are taken on trust. */
  async #factsOfIndexed(entry: SourceEntry, announced: Announced) {
    const key = `${announced.StudyInstanceUID}/${announced.SeriesInstanceUID}`;
    const checked = this.#checked.get(key);
    if (!checked) {
      const reading = readImageFacts(entry);
      const facts = reading.then(
        (read) => (typeof read === 'object' && isAnnounced(read, announced) ? read : null),
        () => null,
      );
      this.#checked.set(key, facts);
      return reading;
    }
    const known = await checked;
    return known && entry.bytes > 0
      ? { ...known, SOPInstanceUID: announced.SOPInstanceUID }
      : readImageFacts(entry);
  }

  #tell(): void {
    const progress = {
      fileCount: this.#entries.length + this.#others.length,
      readCount: this.#readCount,
      imageCount: this.#images.length,
      isListed: this.#isListed,
    };
    this.#report(progress, () => this.#tree.tree());
  }

  findings(): Findings {
    const present = new Set(this.#entries.map(({ path }) => folded(path)));
    const missing = [...this.#index.keys()].filter((path) => !present.has(path));
    return {
      tree: this.#tree.tree(),
      images: this.#images.toSorted((a, b) => (a.entry.path < b.entry.path ? -1 : 1)),
      others: this.#others,
      missingCount: missing.length,
    };
  }
}

function isAnnounced(facts: ImageFacts, announced: Announced): boolean {
  return (
    facts.SOPInstanceUID === announced.SOPInstanceUID &&
    facts.SeriesInstanceUID === announced.SeriesInstanceUID &&
    facts.StudyInstanceUID === announced.StudyInstanceUID
  );
}

/** What a chosen file holds: itself, or the files of a zip or of a disc image. */
async function* expand(chosen: ChosenFile): AsyncGenerator<SourceEntry | OtherFile> {
  const { file, path } = chosen;
  if (/\.zip$/i.test(path)) yield* expandZip(file, path);
  else if (/\.(iso|img|bin|toast|cdr)$/i.test(path)) yield* expandIso(chosen);
  else yield entryOfFile(chosen);
}

async function* expandZip(file: File, path: string): AsyncGenerator<SourceEntry | OtherFile> {
  try {
    yield* readZip(file, path, maxEntries);
  } catch (error) {
    if (error instanceof TooManyEntriesError) throw error;
    yield { path, kind: 'unreadable' };
  }
}

async function* expandIso(chosen: ChosenFile): AsyncGenerator<SourceEntry | OtherFile> {
  const { file, path } = chosen;
  try {
    for await (const found of readIso(file, maxEntries)) {
      const inside = `${path}/${found.path}`;
      yield entryOfBlob(isoBlob(file, found), inside, found.modifiedAt);
    }
  } catch (error) {
    if (!(error instanceof IsoError)) throw error;
    if (error.fault === 'too-many') throw new TooManyEntriesError();
    // `.img` and `.bin` name many things, DICOM files among them.
    if (error.fault === 'not-iso') yield entryOfFile(chosen);
    else yield { path, kind: error.fault === 'udf-only' ? 'udf' : 'unreadable' };
  }
}
