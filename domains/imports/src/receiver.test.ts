import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { setImmediate as turn } from 'node:timers/promises';
import { listOpenContainers, scanContainer } from '@liaison/blobs';
import { newUid } from '@liaison/dicom';
import { newId } from '@liaison/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxBodyBytes, maxPieceBytes } from './contract.ts';
import { splitPieces } from './receive-pieces.ts';
import { openReceiver } from './receiver.ts';
import { openSpool } from './spool.ts';
import { ct, encode } from './testing-files.ts';

describe('the files of an import on their way to containers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-receiver-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leave no container open where the import is ended while a body still gives', async () => {
    const storeRoot = join(folder, 'containers');
    mkdirSync(storeRoot);
    const receiver = openReceiver({
      storeRoot,
      node: 'n1',
      spool: openSpool(join(folder, 'spool')),
      onUnclosed: (_path, error) => expect.unreachable(String(error)),
      onFailure: (error) => expect.unreachable(String(error)),
    });
    const origin = { importId: newId(), structureId: newId(), remoteAddress: '10.0.0.1' };
    const take = (position: number, study: string) => {
      const { file } = ct(study);
      const sum = crc32(file);
      const whole = { fileBytes: file.length, offset: 0, pieceBytes: file.length };
      return receiver.take(origin, { ...whole, position, pieceCrc32: sum, fileCrc32: sum }, file);
    };
    const first = take(0, newUid());
    const over = receiver.over(origin.importId);
    const others = [take(1, newUid()), take(2, newUid())];
    await over;
    const taken = await Promise.all([first, ...others]);
    expect(taken.map(({ result }) => result.state)).toEqual(['stored', 'stored', 'stored']);
    await receiver.over(origin.importId);
    const states = listOpenContainers(storeRoot).map(({ path }) => scanContainer(path, 0).state);
    expect(states).toEqual(['closed', 'closed', 'closed']);
  });
});

describe('a body of pieces', () => {
  it('is given up past what one may carry, though it announced no length', async () => {
    const piece = encode([{ position: 0, bytes: Buffer.alloc(maxPieceBytes) }]);
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        await turn();
        given += piece.length;
        yield piece;
      }
    }
    const reading = (async () => {
      for await (const { header } of splitPieces(endless())) expect(header.position).toBe(0);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'imports/bad-pieces' });
    expect(given).toBeLessThanOrEqual(maxBodyBytes + piece.length);
  });
});
