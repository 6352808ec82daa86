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
    const again = await imports.open({ digest, byteCount: second.length });
    expect(again).toMatchObject({ isResumed: true, import: { byteCount: first.length + second.length } });
    const [result] = await imports.send(opened.id, { position: 1, bytes: second });
    expect(result?.state).toBe('stored');
    const rows = await seenEntries(database.system);
    const told = rows.filter(({ details }) => details['importId'] === opened.id && details['again']);
    expect(told.map(({ act }) => act)).toEqual(['study.import-started']);
  });
});
