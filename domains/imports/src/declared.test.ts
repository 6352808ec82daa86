import { expect, it } from 'vitest';
import { Declared } from './declared.ts';

it('counts a file once that is sent twice at once, as after an answer that was lost', () => {
  const declared = new Declared({ bytes: 0, ranges: [], partial: [] });
  const limits = { fileCount: 2, byteCount: 300 };
  const piece = (position: number, fileBytes: number) => ({
    position,
    fileBytes,
    offset: 0,
    pieceBytes: fileBytes,
    pieceCrc32: 1,
    fileCrc32: 1,
  });
  declared.admit(piece(0, 200), limits);
  declared.admit(piece(0, 200), limits);
  const stored = { position: 0, bytes: 200, crc32: 1, refusal: null };
  declared.settle(stored);
  declared.settle(stored);
  expect(() => declared.admit(piece(1, 100), limits)).not.toThrow();
});
