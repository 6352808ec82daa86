import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { fixedClock, newId, type UserActor } from '@liaison/kernel';
import { seenEntries } from '@liaison/journal/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComplement } from './add-complement.ts';
import { answerDossier } from './answer-dossier.ts';
import { askInformation } from './ask-information.ts';
import { closeDossier, reopenDossier } from './close-dossier.ts';
import { createDossier } from './create-dossier.ts';
import { deleteDraft } from './delete-draft.ts';
import { listDossiers } from './list-dossiers.ts';
import { associateStudy, proposeStudies } from './propose-studies.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { readdressDossier } from './readdress-dossier.ts';
import { refuseDossier } from './refuse-dossier.ts';
import { releaseDossier } from './release-dossier.ts';
import { saveDraft, type DraftSave } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import {
  elodie,
  listeningDeps,
  makeArrivingStudy,
  makeRegion,
  sendRequest,
  type Region,
  type Sent,
} from './testing.ts';

const line = (sent: Sent) => ({ dossierId: sent.id, addresseeId: sent.addresseeId });

describe('the life of a télédossier', () => {
  let database: TestDatabase;
  let region: Region;
  const clock = fixedClock(new Date('2026-11-20T23:30:00Z'));
  const deps = listeningDeps(clock);
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string, opening = false) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening }));
  const empty = {
    ...elodie,
    birthName: '',
    birthGivenNames: '',
    birthDate: null,
    sex: null,
    birthPlaceCode: '',
    ipp: '',
  };
  const newDraft = () =>
    as(region.requerant, (tx) => createDossier(tx, region.requerant, deps, { type: 'avc' }));
  const save = (dossierId: string, given: Partial<DraftSave>, actor = region.requerant) =>
    as(actor, (tx) =>
      saveDraft(tx, actor, deps, {
        dossierId,
        revision: 1,
        patient: empty,
        answers: {},
        recipients: [],
        studyIds: [],
        ...given,
      }),
    );

  describe('as a draft', () => {
    it('starts without a patient and names an unknown one by the day of the hospital', async () => {
      const draft = await newDraft();
      expect((await view(region.requerant, draft.id)).patientLine.displayName).toBe('Identité non saisie');
      expect(draft.number).toMatch(/^AVC-2611-/);
      await save(draft.id, { patient: { ...empty, isUnknown: true } });
      // 23:30 UTC on the 20th is already the 21st in Paris.
      expect((await view(region.requerant, draft.id)).patientLine.displayName).toBe('INCONNU-20261121-1');
      const second = await newDraft();
      await save(second.id, { patient: { ...empty, isUnknown: true } });
      expect((await view(region.requerant, second.id)).patientLine.displayName).toBe('INCONNU-20261121-2');
    });

    it('takes the traits of an exam attached to it, and keeps those that were typed', async () => {
      const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
      const draft = await newDraft();
      const filled = await save(draft.id, { studyIds: [studyId] });
      expect(filled.patient).toMatchObject({
        birthName: 'LEFEVRE',
        source: { birthName: 'dicom', ipp: 'dicom' },
      });
      const other = await newDraft();
      const typed = await save(other.id, { studyIds: [studyId], patient: { ...empty, birthName: 'Martin' } });
      expect(typed.patient).toMatchObject({
        birthName: 'Martin',
        birthDate: null,
        source: { birthName: 'saisie' },
      });
      expect((await view(region.requerant, other.id)).identityDifferences).toEqual([
        { studyId, field: 'birthName', inDossier: 'Martin', inImages: 'LEFEVRE' },
      ]);
    });

    it('proposes what its structure received of the same patient, and attaches it only without a doubt', async () => {
      const context = { accessionNumber: `A${newId().slice(-8)}` };
      const given = { accessionNumber: context.accessionNumber, patientId: `IPP${newId().slice(-8)}` };
      const { structureId } = region.emergency;
      const receive = (attributes: object) =>
        makeStudy(database.system, {
          structureId,
          attributes: { PatientBirthDate: '19550302', ...attributes },
        });
      const exact = await receive({ AccessionNumber: given.accessionNumber, PatientID: 'autre' });
      const likely = await receive({ AccessionNumber: '', PatientID: given.patientId });
      await receive({ AccessionNumber: '', PatientID: given.patientId, PatientBirthDate: '19660101' });
      await makeStudy(database.system, {
        structureId: region.stroke.structureId,
        attributes: { PatientID: given.patientId, PatientBirthDate: '19550302' },
      });
      const draft = await newDraft();
      await save(draft.id, { patient: { ...empty, birthDate: '1955-03-02', ipp: given.patientId } });
      const propose = (actor: UserActor) =>
        as(actor, (tx) => proposeStudies(tx, actor, { dossierId: draft.id, isCovered: false }, context));
      expect((await propose(region.requerant)).map(({ study, reason }) => [study.id, reason])).toEqual([
        [exact.studyId, 'accession-number'],
        [likely.studyId, 'ipp'],
      ]);
      await expect(propose(region.stranger)).rejects.toThrow('access/refused');
      const associate = () =>
        as(region.requerant, (tx) => associateStudy(tx, region.requerant, deps, draft.id, context));
      expect(await associate()).toBe(exact.studyId);
      expect(await associate()).toBeNull();
      const { studies, revision } = await view(region.requerant, draft.id);
      expect([studies.map(({ id }) => id), revision]).toEqual([[exact.studyId], 3]);
    });

    it('refuses answers that its form does not know, field by field', async () => {
      const draft = await newDraft();
      const saved = save(draft.id, { answers: { weight: 'lourd', intruder: 1 } });
      await expect(saved).rejects.toMatchObject({
        code: 'teledossier/answers-invalid',
        details: { weight: expect.any(String), intruder: expect.any(String) },
      });
    });

    it('refuses a recipient whom the directory does not know', async () => {
      const draft = await newDraft();
      const recipientId = newId();
      const saved = save(draft.id, { recipients: [{ kind: 'community', id: recipientId }] });
      await expect(saved).rejects.toMatchObject({
        code: 'teledossier/recipient-unknown',
        details: { recipientId },
      });
    });

    it('is not sent without a recipient, and is sent with nothing else', async () => {
      const draft = await newDraft();
      const send = (revision: number) =>
        as(region.requerant, (tx) =>
          sendDossier(tx, region.requerant, deps, { dossierId: draft.id, revision }),
        );
      await expect(send(1)).rejects.toMatchObject({ code: 'teledossier/no-recipient', kind: 'invalid' });
      await save(draft.id, { recipients: [{ kind: 'professional', id: region.requis.userId }] });
      await expect(send(1)).rejects.toMatchObject({ code: 'teledossier/draft-changed' });
      await send(2);
      const { sections } = await as(region.requis, (tx) =>
        readWorklist(tx, region.requis, { isCovered: true }),
      );
      expect(sections[0]?.rows.map((row) => row.id)).toContain(draft.id);
      const others = await as(region.otherRequis, (tx) =>
        listDossiers(tx, region.otherRequis, { limit: 50, isCovered: true }),
      );
      expect(others.rows.map((row) => row.id)).not.toContain(draft.id);
    });

    it('is deleted with its patient, and remembered by the journal', async () => {
      const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
      const draft = await as(region.requerant, (tx) =>
        createDossier(tx, region.requerant, deps, { type: 'avc', studyId }),
      );
      await view(region.requerant, draft.id, true);
      await view(region.colleague, draft.id, true);
      await as(region.colleague, (tx) => deleteDraft(tx, region.colleague, deps, draft.id));
      await expect(view(region.requerant, draft.id)).rejects.toMatchObject({ code: 'access/refused' });
      const journal = (await seenEntries(database.system)).filter((entry) => entry.resource_id === draft.id);
      expect(journal.at(-1)).toMatchObject({
        act: 'dossier.draft-deleted',
        actor_id: region.colleague.userId,
        details: { number: draft.number },
      });
    });
  });

  describe('once sent', () => {
    it('waits until the last of two questions is answered', async () => {
      const { requerant, requis } = region;
      const sent = await sendRequest(database, region, deps);
      for (const question of ['INR\u202f?', 'Poids\u202f?']) {
        await as(requis, (tx) => askInformation(tx, requis, deps, { ...line(sent), question }));
      }
      const questions = (await view(requerant, sent.id)).informationRequests;
      const give = (informationRequestId: string | undefined) =>
        as(requerant, (tx) =>
          addComplement(tx, requerant, deps, {
            dossierId: sent.id,
            text: '1,1',
            informationRequestId,
            studyIds: [],
          }),
        );
      await give(questions[0]?.id);
      expect((await view(requis, sent.id)).status).toBe('en-attente-d-information');
      await give(questions[1]?.id);
      expect((await view(requis, sent.id)).status).toBe('en-attente-de-reponse');
      await expect(give(newId())).rejects.toMatchObject({ code: 'teledossier/information-request-unknown' });
    });

    it('takes a late exam as a complement, open to the requis at once', async () => {
      const { requerant, requis } = region;
      const sent = await sendRequest(database, region, deps);
      const studyId = await makeArrivingStudy(database.system, requerant.structureId);
      const add = (text: string, studyIds: string[]) =>
        as(requerant, (tx) => addComplement(tx, requerant, deps, { dossierId: sent.id, text, studyIds }));
      await expect(add('', [])).rejects.toMatchObject({ code: 'teledossier/complement-empty' });
      await add('', [studyId]);
      expect((await view(requis, sent.id)).studies.map((study) => study.id)).toEqual([studyId]);
    });

    it('goes to another after a refusal, whose reason the requérant reads', async () => {
      const { requerant, requis, otherRequis, stranger } = region;
      const sent = await sendRequest(database, region, deps);
      await as(requis, (tx) => refuseDossier(tx, requis, deps, { ...line(sent), reason: 'Pas de lit' }));
      expect(await view(requerant, sent.id)).toMatchObject({
        status: 'refuse',
        addressees: [{ refusedBecause: 'Pas de lit' }],
      });
      const take = as(otherRequis, (tx) => takeDossier(tx, otherRequis, deps, line(sent)));
      await expect(take).rejects.toMatchObject({ code: 'teledossier/line-refused' });
      await as(requerant, (tx) =>
        readdressDossier(tx, requerant, deps, {
          dossierId: sent.id,
          reason: 'Refus',
          recipients: [{ kind: 'professional', id: stranger.userId }],
        }),
      );
      const again = await view(stranger, sent.id, true);
      expect(again.status).toBe('en-attente-de-reponse');
      expect(again.timeline.map((entry) => entry.text.replace(/^.*\) a/, 'a'))).toEqual([
        expect.stringMatching(/^a envoyé la demande à Urgences CHU/),
        'a refusé la demande\u00a0: Pas de lit',
        'a aussi adressé la demande à DURAND Camille\u00a0: Refus',
        'a ouvert la demande',
      ]);
    });

    it('is released by a colleague, who is named', async () => {
      const { requerant, requis, otherRequis } = region;
      const sent = await sendRequest(database, region, deps);
      await as(requis, (tx) => takeDossier(tx, requis, deps, line(sent)));
      await as(otherRequis, (tx) => releaseDossier(tx, otherRequis, deps, line(sent)));
      const seen = await view(requerant, sent.id);
      expect(seen).toMatchObject({ status: 'en-attente-de-reponse', addressees: [{ takenBy: null }] });
      expect(seen.timeline.at(-1)?.text).toMatch(
        /LAMBERT Camille .* a relâché la prise en charge de MARTIN Camille$/,
      );
    });

    it('is cancelled with a reason, leaves the worklist of the requis, and can be reopened', async () => {
      const { requerant, requis } = region;
      const sent = await sendRequest(database, region, deps);
      const waits = async () => {
        const { sections } = await as(requis, (tx) => readWorklist(tx, requis, { isCovered: true }));
        return sections[0]?.rows.some((row) => row.id === sent.id);
      };
      const close = (reason?: string) =>
        as(requerant, (tx) =>
          closeDossier(tx, requerant, deps, { dossierId: sent.id, side: 'requerant', reason }),
        );
      expect(await waits()).toBe(true);
      await expect(close('  ')).rejects.toMatchObject({ code: 'teledossier/reason-needed' });
      await close('Avis par téléphone');
      expect(await waits()).toBe(false);
      expect(await view(requis, sent.id)).toMatchObject({
        status: 'clos',
        closedByRequerant: { reason: 'Avis par téléphone' },
      });
      await as(requerant, (tx) =>
        reopenDossier(tx, requerant, deps, { dossierId: sent.id, side: 'requerant', reason: 'Aggravation' }),
      );
      expect(await waits()).toBe(true);
    });

    it('is answered by whoever took it, once', async () => {
      const { requis, otherRequis } = region;
      const sent = await sendRequest(database, region, deps);
      const answer = (actor: UserActor) =>
        as(actor, (tx) => answerDossier(tx, actor, deps, { ...line(sent), answers: { advice: 'Avis.' } }));
      await expect(answer(requis)).rejects.toMatchObject({ code: 'teledossier/not-taken' });
      await as(requis, (tx) => takeDossier(tx, requis, deps, line(sent)));
      const refused = { code: 'teledossier/taken-by-other', details: { by: 'MARTIN Camille' } };
      await expect(answer(otherRequis)).rejects.toMatchObject(refused);
      await answer(requis);
      await expect(answer(requis)).rejects.toMatchObject({ code: 'teledossier/already-answered' });
    });

    it('is unread until opened, and again after another person’s act', async () => {
      const { requerant, requis } = region;
      const sent = await sendRequest(database, region, deps);
      const row = async (actor: UserActor) =>
        (await as(actor, (tx) => listDossiers(tx, actor, { search: sent.number, limit: 1, isCovered: true })))
          .rows[0];
      expect([(await row(requerant))?.isUnread, (await row(requis))?.isUnread]).toEqual([false, true]);
      clock.advance(1000);
      expect((await view(requis, sent.id, true)).lastOpenedAt).toBeNull();
      expect((await row(requis))?.isUnread).toBe(false);
      clock.advance(1000);
      await as(requis, (tx) => takeDossier(tx, requis, deps, line(sent)));
      expect([(await row(requerant))?.isUnread, (await row(requis))?.isUnread]).toEqual([true, false]);
      expect((await view(requis, sent.id, true)).lastOpenedAt).not.toBeNull();
      const journal = (await seenEntries(database.system)).filter((entry) => entry.resource_id === sent.id);
      const openings = journal.filter(
        (entry) => entry.act === 'dossier.opened' && entry.actor_id === requis.userId,
      );
      expect(openings).toHaveLength(2);
      const opened = (await view(requerant, sent.id)).timeline.filter((entry) => entry.kind === 'opened');
      expect(opened).toHaveLength(1);
    });
  });

  it('keeps its exams from being purged for as long as one side has it open', async () => {
    const studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
    const held = async () => {
      const found = await sql<{
        n: number;
      }>`select count(*)::int as n from retention.hold where study_id = ${studyId}`.execute(
        database.system.kysely,
      );
      return found.rows[0]?.n;
    };
    const sent = await sendRequest(database, region, deps, { studyIds: [studyId] });
    const close = (actor: UserActor, side: 'requerant' | 'requis') =>
      as(actor, (tx) =>
        closeDossier(tx, actor, deps, { dossierId: sent.id, side, reason: 'Transféré par téléphone' }),
      );
    expect(await held()).toBe(1);
    await as(region.requis, (tx) => takeDossier(tx, region.requis, deps, line(sent)));
    await close(region.requis, 'requis');
    expect(await held()).toBe(1);
    await close(region.requerant, 'requerant');
    expect(await held()).toBe(0);
    const again = { dossierId: sent.id, side: 'requerant', reason: 'Contrôle' } as const;
    await as(region.requerant, (tx) => reopenDossier(tx, region.requerant, deps, again));
    expect(await held()).toBe(1);
  });
});
