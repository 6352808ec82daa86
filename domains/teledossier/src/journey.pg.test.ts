import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { readLatestReport } from '@liaison/documents';
import { readNotifications } from '@liaison/notifications';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComplement } from './add-complement.ts';
import { answerDossier } from './answer-dossier.ts';
import { askInformation } from './ask-information.ts';
import { closeDossier } from './close-dossier.ts';
import { createDossier } from './create-dossier.ts';
import { listDossiers } from './list-dossiers.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { saveAnswerDraft } from './save-answer-draft.ts';
import { saveDraft } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import { listeningDeps, makeRegion, makeArrivingStudy, type Region } from './testing.ts';

describe('the journey of a télédossier', () => {
  let database: TestDatabase;
  let region: Region;
  const deps = listeningDeps();
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string, opening = false) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening }));
  const find = (actor: UserActor, search: string) =>
    as(actor, (tx) => listDossiers(tx, actor, { search, limit: 10, isCovered: true }));
  const section = async (actor: UserActor, name: string) => {
    const { sections } = await as(actor, (tx) => readWorklist(tx, actor, { isCovered: true }));
    return sections.find((one) => one.section === name)?.rows ?? [];
  };

  it('goes from a study to a closed dossier, with its report, its traces and its notifications', async () => {
    const { requerant, requis, otherRequis, stroke } = region;
    const studyId = await makeArrivingStudy(database.system, requerant.structureId);

    const created = await as(requerant, (tx) => createDossier(tx, requerant, deps, { type: 'avc', studyId }));
    expect(created.number).toMatch(/^AVC-\d{4}-\d{6}$/);
    const draft = await view(requerant, created.id);
    expect(draft).toMatchObject({
      status: 'brouillon',
      patientLine: { displayName: 'LEFEVRE ELODIE' },
      identityDifferences: [],
    });
    expect(draft.patient.source).toMatchObject({ birthName: 'dicom' });
    expect((await section(requerant, 'brouillons')).map((row) => row.id)).toEqual([created.id]);
    expect(await section(requis, 'a-prendre')).toEqual([]);

    const saved = await as(requerant, (tx) =>
      saveDraft(tx, requerant, deps, {
        dossierId: created.id,
        revision: draft.revision,
        patient: { ...draft.patient, birthName: 'Lefèvre', birthDate: '1955-02-03' },
        answers: { question: 'Thrombolyse\u202f?', 'last-seen-well': '2026-11-20T12:10:00.000Z' },
        recipients: [{ kind: 'community', id: stroke.communityId }],
        studyIds: [studyId],
      }),
    );
    await as(requerant, (tx) =>
      sendDossier(tx, requerant, deps, { dossierId: created.id, revision: saved.revision }),
    );

    const [waiting] = await section(requis, 'a-prendre');
    expect(waiting).toMatchObject({
      number: created.number,
      question: 'Thrombolyse\u202f?',
      isUnread: true,
      side: 'requis',
      patientLine: { displayName: 'LEFÈVRE ELODIE' },
      lastSeenWellAt: '2026-11-20T12:10:00.000Z',
      imaging: { studyCount: 1, imageCount: 1, modalities: ['CT'], arrival: 'receiving' },
      mainAct: { name: 'take' },
    });

    const opened = await view(requis, created.id, true);
    const addresseeId = opened.addressees[0]?.id ?? '';
    expect(opened.identityDifferences).toEqual([
      { studyId, field: 'birthDate', inDossier: '1955-02-03', inImages: '1955-03-02' },
    ]);
    expect(opened.studies.map((study) => study.id)).toEqual([studyId]);

    await as(requis, (tx) => takeDossier(tx, requis, deps, { dossierId: created.id, addresseeId }));
    expect((await section(requis, 'pris-par-moi'))[0]).toMatchObject({
      status: 'pris-en-charge',
      mainAct: { name: 'answer' },
    });
    expect((await view(otherRequis, created.id)).acts).toContainEqual({
      name: 'take',
      addresseeId,
      allowed: false,
      because: 'MARTIN Camille a pris en charge la demande.',
    });

    await as(requis, (tx) =>
      askInformation(tx, requis, deps, {
        dossierId: created.id,
        addresseeId,
        question: 'Anticoagulant\u202f?',
      }),
    );
    const [asking] = await section(requerant, 'en-attente-d-information');
    expect(asking).toMatchObject({ id: created.id, isUnread: true, mainAct: { name: 'complement' } });
    const request = (await view(requerant, created.id)).informationRequests[0];
    await as(requerant, (tx) =>
      addComplement(tx, requerant, deps, {
        dossierId: created.id,
        text: 'Apixaban.',
        informationRequestId: request?.id,
        studyIds: [],
      }),
    );
    expect((await view(requis, created.id)).status).toBe('pris-en-charge');

    await as(requis, (tx) =>
      saveAnswerDraft(tx, requis, deps, {
        dossierId: created.id,
        addresseeId,
        answers: { advice: 'Thromb' },
      }),
    );
    expect((await view(requis, created.id)).answerDraft).toMatchObject({ answers: { advice: 'Thromb' } });
    expect((await view(otherRequis, created.id)).answerDraft).toBeNull();

    await as(requis, (tx) =>
      answerDossier(tx, requis, deps, {
        dossierId: created.id,
        addresseeId,
        answers: { advice: 'Thrombectomie.' },
      }),
    );
    const answered = await view(requerant, created.id);
    expect(answered).toMatchObject({
      status: 'repondu',
      reportUrl: `/api/teledossiers/${created.id}/report.pdf`,
    });
    const report = await as(requerant, (tx) => readLatestReport(tx, requerant, created.id));
    expect(report.content.subarray(0, 5).toString()).toBe('%PDF-');

    await as(requerant, (tx) =>
      closeDossier(tx, requerant, deps, { dossierId: created.id, side: 'requerant' }),
    );
    expect((await view(requerant, created.id)).status).toBe('repondu');
    expect((await section(requis, 'a-cloturer'))[0]).toMatchObject({
      id: created.id,
      mainAct: { name: 'close-requis' },
    });
    await as(requis, (tx) => closeDossier(tx, requis, deps, { dossierId: created.id, side: 'requis' }));

    const closed = await view(requerant, created.id);
    expect(closed).toMatchObject({ status: 'clos', closedByRequis: { by: 'MARTIN Camille', reason: null } });
    expect(closed.timeline.map((entry) => entry.kind)).toEqual([
      'sent',
      'opened',
      'taken',
      'information',
      'complement',
      'answered',
      'closed',
      'closed',
    ]);
    expect(closed.timeline[2]?.text).toMatch(
      /^Dr\u00a0MARTIN Camille \(Urgences CHU de Valmont \w+, CHU de Valmont \w+\) a pris en charge la demande$/,
    );

    const journal = (await seenEntries(database.system)).filter(
      (entry) => entry.details['number'] === created.number || entry.act === 'report.produced',
    );
    // The requérant's first look, then the requis' opening and his colleague's; what follows are refreshes.
    expect(journal.map((entry) => entry.act)).toEqual([
      'dossier.created',
      'study.attached',
      'dossier.opened',
      'dossier.sent',
      'dossier.opened',
      'dossier.taken',
      'dossier.opened',
      'dossier.information-requested',
      'dossier.complemented',
      'dossier.answered',
      'report.produced',
      'dossier.closed',
      'dossier.closed',
    ]);
    expect(new Set(journal.map((entry) => entry.patient_id)).size).toBe(1);

    const told = async (actor: UserActor) =>
      (await as(actor, (tx) => readNotifications(tx, actor, { limit: 20 }))).notifications;
    expect((await told(requerant)).map((one) => one.kind)).toEqual([
      'answer-received',
      'information-requested',
      'dossier-taken',
    ]);
    expect((await told(requis)).map((one) => one.kind)).toEqual(['complement-received', 'dossier-received']);
    expect(JSON.stringify(await told(requis)).toUpperCase()).not.toMatch(/LEF[EÈ]VRE|APIXABAN|1955/);
    // Mails: the stroke unit's mailbox; the author asked; taker and mailbox told of the complement; the author answered.
    // The author's colleagues are told too, by the mailbox of their community: he may have gone off duty.
    expect(deps.jobs).toHaveLength(7);
  });

  it('finds a dossier by folded words of its number, its patient or its question', async () => {
    const { requerant, stranger } = region;
    for (const search of ['lefevre ÉLODIE', 'thrombolyse', 'AVC-'])
      expect((await find(requerant, search)).total).toBe(1);
    expect(await find(requerant, 'lefevre absent')).toEqual({ rows: [], total: 0, nextCursor: null });
    expect((await find(requerant, '%')).total).toBe(0);
    expect((await find(stranger, 'lefevre')).total).toBe(0);
  });
});
