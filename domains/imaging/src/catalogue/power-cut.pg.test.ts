import fs, { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, writevSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import {
  createContainer,
  listOpenContainers,
  recoverContainer,
  type ContainerWriter,
  type Disk,
} from '@liaison/blobs';
import { newUid } from '@liaison/dicom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginImage, catalogueAll, makeCtImage } from '../testing.ts';
import { CatalogueBench } from './testing-catalogue.ts';

type Change = { position: number; bytes: Buffer } | { length: number };

/** A file whose power may be cut: what was synced, by its writer or by a reader, is there; of the rest, a beginning. */
class CutFile implements Disk {
  fd = -1;
  #path = '';
  #durable: Buffer = Buffer.alloc(0);
  #pending: Change[] = [];

  get pendingCount(): number {
    return this.#pending.length;
  }

  create(path: string): number {
    this.#path = path;
    this.fd = openSync(path, 'wx+');
    return this.fd;
  }

  write(fd: number, buffers: readonly Uint8Array[], position: number): number {
    this.#pending.push({ position, bytes: Buffer.concat(buffers) });
    return writevSync(fd, buffers, position);
  }

  truncate(fd: number, length: number): void {
    this.#pending.push({ length });
    ftruncateSync(fd, length);
  }

  sync(): void {
    this.#durable = readFileSync(this.#path);
    this.#pending = [];
  }

  close(): void {
    // Its writer dies with the power.
  }

  syncDirectory(): void {
    // Its name is taken to be durable.
    this.sync();
  }

  /** Whether a descriptor, of whomever, is of this file. */
  isOf(fd: number): boolean {
    return fstatSync(fd).ino === fstatSync(this.fd).ino;
  }

  /** Leaves on the disk what was synced and the first so many changes after it. */
  cut(changes: number): void {
    let bytes = this.#durable;
    for (const change of this.#pending.slice(0, changes)) {
      if ('length' in change) bytes = bytes.subarray(0, change.length);
      else {
        const { position, bytes: written } = change;
        const grown = Buffer.alloc(Math.max(bytes.length, position + written.length));
        bytes.copy(grown);
        written.copy(grown, position);
        bytes = grown;
      }
    }
    fs.writeFileSync(this.#path, bytes);
    closeSync(this.fd);
  }
}

/** What of the file a reader syncs is durable too. */
function watchSyncs(file: CutFile): () => void {
  const { fdatasyncSync } = fs;
  fs.fdatasyncSync = (fd) => {
    fdatasyncSync(fd);
    if (file.isOf(fd)) file.sync();
  };
  syncBuiltinESMExports();
  return () => {
    fs.fdatasyncSync = fdatasyncSync;
    syncBuiltinESMExports();
  };
}

describe('the catalogue, when the power is cut while images arrive', () => {
  let bench: CatalogueBench;
  let unwatch = (): void => undefined;
  beforeAll(async () => {
    bench = await CatalogueBench.open();
  });
  afterAll(() => bench.database.close());
  beforeEach(() => bench.begin());
  afterEach(() => {
    unwatch();
    return bench.end();
  });

  const look = () => catalogueAll(bench.database.system, bench.storeRoot);

  /** An image is kept, one is cut by its sender, one is kept, one is cut; the catalogue looks at every turn. */
  function stepsOf(container: ContainerWriter, StudyInstanceUID: string): (() => unknown)[] {
    const image = makeCtImage({ StudyInstanceUID });
    const begin = () => beginImage(container, makeCtImage({ StudyInstanceUID }));
    const cutImage = [begin, () => container.write(image.bytes.subarray(0, 200)), () => container.abort()];
    const keptImage = [begin, () => container.write(image.bytes), () => container.commit()];
    return [keptImage, cutImage, keptImage, cutImage].flat().flatMap((step) => [step, look]);
  }

  /** Cuts the power after some steps and some of the changes that they left unsynced; tells what comes of it. */
  async function cutAfter(steps: number, changes: number) {
    const StudyInstanceUID = newUid();
    const file = new CutFile();
    const origin = { node: 'n1', slot: 0, callingAeTitle: 'CHA_PACS', calledAeTitle: 'LIAISON' };
    const { structureId } = bench.place;
    const about = { ...origin, remoteAddress: '127.0.0.1', structureId, StudyInstanceUID };
    const container = createContainer(bench.storeRoot, about, file);
    unwatch = watchSyncs(file);
    const all = stepsOf(container, StudyInstanceUID);
    let kept = 0;
    // What a commit gives is told by no other step.
    for (const step of all.slice(0, steps)) if (typeof (await step()) === 'object') kept += 1;
    unwatch();
    const { pendingCount } = file;
    file.cut(changes);
    recoverContainer(bench.storeRoot, container.path);
    await look();
    await look();
    const found = (await bench.list()).find((study) => study.StudyInstanceUID === StudyInstanceUID);
    const isOpen = listOpenContainers(bench.storeRoot).some(({ id }) => id === container.id);
    return { kept, images: found?.imageCount ?? 0, isOpen, pendingCount, isLast: steps === all.length };
  }

  it('takes what is recovered, whatever it had read of it, and keeps no container open for ever', async () => {
    let count = 0;
    for (let steps = 1, isLast = false; !isLast; steps += 1) {
      for (let changes = 0, left = 0; changes <= left; changes += 1) {
        const { kept, ...outcome } = await cutAfter(steps, changes);
        expect({ steps, changes, ...outcome }).toMatchObject({ images: kept, isOpen: false });
        ({ isLast, pendingCount: left } = outcome);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(40);
  });
});
