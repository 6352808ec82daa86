import { describe, expect, test } from 'vitest';

import { PieceQueue } from './piece-queue.ts';

describe('pieces of an object on their way to a peer', () => {
  test('come in their order, each let go once it is taken', async () => {
    const queue = new PieceQueue();
    const taken: string[] = [];
    const bringing = (async () => {
      for (const text of ['a', 'b', 'c']) await queue.push(Buffer.from(text));
      queue.end();
    })();
    for await (const piece of queue) taken.push(Buffer.from(piece).toString());
    await bringing;
    expect(taken).toEqual(['a', 'b', 'c']);
  });

  test('hold nobody up where the peer is gone while it takes one', async () => {
    const queue = new PieceQueue();
    const bringing = queue.push(Buffer.from('a'));
    const taking = async (): Promise<void> => {
      for await (const piece of queue) throw new Error(`the connection breaks off at ${piece.length} bytes`);
    };
    await expect(taking()).rejects.toThrow('breaks off');
    queue.drop();
    await bringing;
    await queue.push(Buffer.from('b'));
  });
});
