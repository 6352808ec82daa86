import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { fixedClock, newId, type UserActor } from '@liaison/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComplement } from './add-complement.ts';
import { answerDossier } from './answer-dossier.ts';
import { askInformation } from './ask-information.ts';
import { readDossier } from './read-dossier.ts';
import { readdressDossier } from './readdress-dossier.ts';
import { refuseDossier } from './refuse-dossier.ts';
import { releaseDossier } from './release-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import { lineOf, listeningDeps, makeArrivingStudy, makeRegion, sendRequest, type Region } from './testing.ts';

describe('a request in the hands of its addressees', () => {
  let database: TestDatabase;
  let region: Region;
  const deps = listeningDeps(fixedClock(new Date('2026-11-20T23:30:00Z')));
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string, opening = false) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening }));

  it('waits until the last of two questions is answered', async () => {
    const { requerant, requis } = region;
    const sent = await sendRequest(database, region, deps);
    for (const question of ['INR\u202f?', 'Poids\u202f?']) {
      await as(requis, (tx) => askInformation(tx, requis, deps, { ...lineOf(sent), question }));
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
    await as(requis, (tx) => refuseDossier(tx, requis, deps, { ...lineOf(sent), reason: 'Pas de lit' }));
    expect(await view(requerant, sent.id)).toMatchObject({
      status: 'refuse',
      addressees: [{ refusedBecause: 'Pas de lit' }],
    });
    const take = as(otherRequis, (tx) => takeDossier(tx, otherRequis, deps, lineOf(sent)));
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
    await as(requis, (tx) => takeDossier(tx, requis, deps, lineOf(sent)));
    await as(otherRequis, (tx) => releaseDossier(tx, otherRequis, deps, lineOf(sent)));
    const seen = await view(requerant, sent.id);
    expect(seen).toMatchObject({ status: 'en-attente-de-reponse', addressees: [{ takenBy: null }] });
    expect(seen.timeline.at(-1)?.text).toMatch(
      /LAMBERT Camille .* a relâché la prise en charge de MARTIN Camille$/,
    );
  });

  it('is answered by whoever took it, once', async () => {
    const { requis, otherRequis } = region;
    const sent = await sendRequest(database, region, deps);
    const answer = (actor: UserActor) =>
      as(actor, (tx) => answerDossier(tx, actor, deps, { ...lineOf(sent), answers: { advice: 'Avis.' } }));
    await expect(answer(requis)).rejects.toMatchObject({ code: 'teledossier/not-taken' });
    await as(requis, (tx) => takeDossier(tx, requis, deps, lineOf(sent)));
    const refused = { code: 'teledossier/taken-by-other', details: { by: 'MARTIN Camille' } };
    await expect(answer(otherRequis)).rejects.toMatchObject(refused);
    await answer(requis);
    await expect(answer(requis)).rejects.toMatchObject({ code: 'teledossier/already-answered' });
  });
});
