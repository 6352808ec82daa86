import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ct, encode } from './testing-files.ts';
import { newDigest, TestImports } from './testing-imports.ts';

describe('what an import was announced with', () => {
  let database: TestDatabase;
  let imports: TestImports;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    imports = await TestImports.open(database);
  });
  afterEach(() => imports.close());

  it('takes no more bytes than were announced, whole files and long ones together', async () => {
    const [first, second] = [ct().file, ct().file];
    const long = ct(newUid(), 6 * 1024 * 1024).file;
    const { import: opened } = await imports.open({ byteCount: first.length + long.length });
    await imports.send(opened.id, { position: 3, bytes: long, end: 4 * 1024 * 1024 });
    const body = encode([
      { position: 0, bytes: first },
      { position: 1, bytes: second },
    ]);
    const tooMuch = { status: 422, body: { code: 'imports/more-than-declared' } };
    expect(await imports.post(opened.id, body)).toMatchObject(tooMuch);
    expect(imports.stored()).toHaveLength(1);
    // What was begun within what was announced is taken to its end, and after a restart as before.
    await imports.restart();
    const notAsLong = ct(newUid(), 3 * 1024 * 1024).file;
    expect(await imports.post(opened.id, encode([{ position: 1, bytes: notAsLong }]))).toMatchObject(tooMuch);
    const [whole] = await imports.send(opened.id, { position: 3, bytes: long, offset: 4 * 1024 * 1024 });
    expect(whole?.state).toBe('stored');
    expect(imports.stored()).toHaveLength(2);
  });

  it('stores a file once, however often it is sent and whatever it has become', async () => {
    const [file, other] = [ct().file, ct().file];
    const text = Buffer.from('not an image at all');
    const { import: opened } = await imports.open();
    const sent = [
      { position: 0, bytes: file },
      { position: 1, bytes: text },
    ];
    const once = await imports.send(opened.id, ...sent, ...sent);
    expect(once.map(({ state }) => state)).toEqual(['stored', 'refused', 'stored', 'refused']);
    await imports.restart();
    const again = await imports.send(opened.id, ...sent, { position: 0, bytes: other });
    expect(again.map(({ state, code }) => [state, code])).toEqual([
      ['stored', null],
      ['refused', 'not-dicom'],
      ['damaged', null],
    ]);
    expect(imports.stored()).toHaveLength(1);
  });

  it('lets series that were left out be announced later, and says so in the journal', async () => {
    const digest = newDigest();
    const [first, second] = [ct().file, ct().file];
    const { import: opened } = await imports.open({ digest, byteCount: first.length });
    await imports.send(opened.id, { position: 0, bytes: first });
    const again = await imports.open({ digest, byteCount: second.length, leftOut: [[0, 0]] });
    expect(again).toMatchObject({ isResumed: true, import: { byteCount: first.length + second.length } });
    const [result] = await imports.send(opened.id, { position: 1, bytes: second });
    expect(result?.state).toBe('stored');
    const rows = await seenEntries(database.system);
    const told = rows.filter(({ details }) => details['importId'] === opened.id && details['again']);
    expect(told.map(({ act }) => act)).toEqual(['study.import-started']);
  });

  it.each([
    ['while it runs', () => Promise.resolve()],
    ['after a restart', () => imports.restart()],
  ])(
    'goes on with another choice than before, what was begun of the first left as it is, %s',
    async (_when, between) => {
      const digest = newDigest();
      const [first, other] = [ct().file, ct(newUid(), 5 * 1024 * 1024).file];
      const long = ct(newUid(), 6 * 1024 * 1024).file;
      const { import: opened } = await imports.open({ digest, byteCount: first.length + long.length });
      await imports.send(opened.id, { position: 0, bytes: first });
      const begun = 4 * 1024 * 1024;
      await imports.send(opened.id, { position: 3, bytes: long, end: begun });
      await between();
      const leftOut: [number, number][] = [
        [0, 0],
        [2, 3],
      ];
      const again = await imports.open({ digest, byteCount: other.length, leftOut });
      expect(again.import.byteCount).toBe(first.length + begun + other.length);
      const pieces = [{ end: begun }, { offset: begun }].map((part) => ({
        position: 7,
        bytes: other,
        ...part,
      }));
      const [, whole] = await imports.send(opened.id, ...pieces);
      expect(whole?.state).toBe('stored');
      // Of the first choice no more comes in than was begun.
      const rest = encode([{ position: 3, bytes: long, offset: begun }]);
      expect(await imports.post(opened.id, rest)).toMatchObject({
        body: { code: 'imports/more-than-declared' },
      });
      const back = await imports.open({
        digest,
        byteCount: long.length,
        leftOut: [
          [0, 0],
          [7, 7],
        ],
      });
      expect(back.import.byteCount).toBe(first.length + other.length + long.length);
      const [settled] = await imports.send(opened.id, { position: 3, bytes: long, offset: begun });
      expect(settled?.state).toBe('stored');
    },
  );

  it('announces nothing more where the same choice is gone on with, and writes no row for it', async () => {
    const digest = newDigest();
    const files = [ct().file, ct().file, ct().file];
    const byteCount = files.reduce((sum, { length }) => sum + length, 0);
    const { import: opened } = await imports.open({ digest, byteCount });
    for (const [position, bytes] of files.entries()) {
      await imports.send(opened.id, { position, bytes });
      expect((await imports.open({ digest, byteCount })).import.byteCount).toBe(byteCount);
    }
    const rows = await seenEntries(database.system);
    const started = rows.filter(
      ({ act, details }) => act === 'study.import-started' && details['importId'] === opened.id,
    );
    expect(started).toHaveLength(1);
  });
});
