import { createHash } from 'node:crypto';
import { grant } from '@liaison/access';
import { withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { createApp, type AppOptions } from '@liaison/http';
import { seenEntries } from '@liaison/journal/testing';
import {
  newId,
  type CommunityId,
  type FeatureGroup,
  type StructureId,
  type UserActor,
  type UserId,
} from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentUrl } from './contract.ts';
import { french } from './fr.ts';
import { keepReport } from './keep-report.ts';
import { listDocuments, readDocument, readLatestReport } from './read-document.ts';
import { mountDocuments } from './routes.ts';
import { sampleReport } from './testing.ts';

const someone = (features: readonly FeatureGroup[] = ['clinical']): UserActor => ({
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [newId<CommunityId>()],
  features,
  displayName: 'ÉTIENNE Jean-Baptiste',
});
const quiet: AppOptions['log'] = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => quiet,
};

describe('documents', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  async function place() {
    const [requerant, requis, stranger] = [someone(), someone(), someone()];
    const dossierId = newId();
    const dossier = { kind: 'dossier', id: dossierId } as const;
    await withActor(database.app, requerant, async (tx) => {
      await grant(tx, [requerant.userId], ['dossier:read', 'dossier:ask'], dossier, 'author');
      await grant(tx, [requis.userId], ['dossier:read', 'dossier:answer'], dossier, 'addressee');
    });
    return { requerant, requis, stranger, dossierId };
  }

  const keep = (actor: UserActor, dossierId: string, patientId: string | null = null) =>
    withActor(database.app, actor, (tx) =>
      keepReport(tx, actor, { dossierId, patientId, content: { ...sampleReport, documentId: newId() } }),
    );

  it('keeps the bytes that were drawn, and gives them back to both sides with their digest', async () => {
    const { requerant, requis, dossierId } = await place();
    const kept = await keep(requis, dossierId);
    for (const reader of [requerant, requis]) {
      const read = await withActor(database.app, reader, (tx) => readDocument(tx, reader, kept.id));
      expect(read.content.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(createHash('sha256').update(read.content).digest('hex')).toBe(kept.sha256);
      expect(read).toMatchObject({ ...kept, fileName: 'compte-rendu-AVC-2611-000123-v1.pdf', version: 1 });
    }
  });

  it('hides a document from whoever may not read its dossier, even from SQL', async () => {
    const { requis, stranger, dossierId } = await place();
    const kept = await keep(requis, dossierId);
    await expect(
      withActor(database.app, stranger, (tx) => readDocument(tx, stranger, kept.id)),
    ).rejects.toThrow('documents/unknown-document');
    await expect(
      withActor(database.app, stranger, (tx) => listDocuments(tx, stranger, dossierId)),
    ).rejects.toThrow('access/refused');
    const seen = await withActor(database.app, stranger, (tx) =>
      sql`select 1 from documents.document`.execute(tx),
    );
    expect(seen.rows).toEqual([]);
  });

  it('refuses a report from someone who neither asks nor answers', async () => {
    const { stranger, dossierId } = await place();
    await expect(keep(stranger, dossierId)).rejects.toThrow('access/refused');
    const reader = someone();
    await withSystem(database.system, (tx) =>
      grant(tx, [reader.userId], ['dossier:read'], { kind: 'dossier', id: dossierId }, 'reader'),
    );
    await expect(keep(reader, dossierId)).rejects.toThrow('access/refused');
  });

  it('adds a version at each report, also when two are kept at once, and shows the newest', async () => {
    const { requerant, requis, dossierId } = await place();
    await Promise.all([keep(requis, dossierId), keep(requerant, dossierId), keep(requis, dossierId)]);
    const found = await withActor(database.app, requerant, (tx) => listDocuments(tx, requerant, dossierId));
    expect(found.map((one) => one.version)).toEqual([3, 2, 1]);
    const latest = await withActor(database.app, requerant, (tx) =>
      readLatestReport(tx, requerant, dossierId),
    );
    expect(latest.id).toBe(found[0]?.id);
  });

  it('says that there is no report yet', async () => {
    const { requerant, dossierId } = await place();
    await expect(
      withActor(database.app, requerant, (tx) => readLatestReport(tx, requerant, dossierId)),
    ).rejects.toThrow('documents/unknown-document');
  });

  it('journals what was produced and opened, by whom and about whom', async () => {
    const { requerant, requis, dossierId } = await place();
    const patientId = newId();
    const kept = await keep(requis, dossierId, patientId);
    await withActor(database.app, requerant, (tx) => readDocument(tx, requerant, kept.id));
    const entries = (await seenEntries(database.system)).filter((entry) => entry.resource_id === kept.id);
    expect(entries.map((entry) => [entry.act, entry.actor_id, entry.patient_id])).toEqual([
      ['report.produced', requis.userId, patientId],
      ['report.opened', requerant.userId, patientId],
    ]);
    expect(JSON.stringify(entries)).not.toContain('LEFÈVRE');
  });

  it('never changes or removes what was kept, nor keeps bytes under another digest', async () => {
    const { requis, dossierId } = await place();
    const kept = await keep(requis, dossierId);
    const run = (statement: ReturnType<typeof sql>) =>
      withActor(database.app, requis, (tx) => statement.execute(tx));
    await expect(
      run(sql`update documents.document set status = 'provisoire' where id = ${kept.id}`),
    ).rejects.toThrow('denied');
    await expect(run(sql`delete from documents.document where id = ${kept.id}`)).rejects.toThrow('denied');
    const forged = sql`insert into documents.document (id, dossier_id, kind, version, status, media_type, file_name, content,
        sha256, produced_at, produced_by)
      values (${newId()}, ${dossierId}, 'report', 9, 'validé', 'application/pdf', 'a.pdf', 'x'::bytea, ${kept.sha256}, now(), 'x')`;
    await expect(run(forged)).rejects.toThrow('sha256_is_that_of_the_content');
  });

  it('serves the file and the list over HTTP to whoever may read them', async () => {
    const { requerant, requis, stranger, dossierId } = await place();
    const kept = await keep(requis, dossierId);
    const file = await ask(documentUrl(kept.id), requerant);
    expect(file.statusCode).toBe(200);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="compte-rendu-AVC-2611-000123-v1.pdf"',
      'cache-control': 'private, no-store',
    });
    expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(kept.sha256);
    const list = await ask(`/api/documents?dossierId=${dossierId}`, requerant);
    expect(list.json()).toMatchObject({ documents: [{ id: kept.id, version: 1, sha256: kept.sha256 }] });
    expect((await ask(documentUrl(kept.id), stranger)).statusCode).toBe(404);
    expect((await ask(documentUrl(kept.id), null)).statusCode).toBe(401);
    expect((await ask(documentUrl('..%2f..'), requerant)).statusCode).toBe(404);
  });

  async function ask(url: string, actor: UserActor | null) {
    const app = await createApp({
      log: quiet,
      texts: french,
      findActor: async () => actor,
      onRefusal: async () => {},
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      tls: null,
    });
    app.addHook('onRequest', async (request) => {
      request.actor = actor;
    });
    mountDocuments(app, database.app);
    const reply = await app.inject({ url });
    await app.close();
    return reply;
  }
});
