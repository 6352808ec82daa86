import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { readLatestReport } from '@liaison/documents';
import { sendDocument } from '@liaison/documents/routes';
import { actorOf, refuseUnknown, route, type App } from '@liaison/http';
import { openCovers, sessionCoverMs } from '@liaison/journal';
import { isId, type UserActor } from '@liaison/kernel';
import { addComplement } from './add-complement.ts';
import { answerDossier } from './answer-dossier.ts';
import { askInformation } from './ask-information.ts';
import type { Deps } from './change.ts';
import { closeDossier, reopenDossier } from './close-dossier.ts';
import * as contract from './contract.ts';
import { createDossier } from './create-dossier.ts';
import { deleteDraft } from './delete-draft.ts';
import { reportMissing } from './errors.ts';
import { listDossiers } from './list-dossiers.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { proposeStudies } from './propose-studies.ts';
import { readdressDossier } from './readdress-dossier.ts';
import { refuseDossier } from './refuse-dossier.ts';
import { releaseDossier } from './release-dossier.ts';
import { saveAnswerDraft } from './save-answer-draft.ts';
import { saveDraft } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import { withdrawAddressee } from './withdraw-addressee.ts';

export type TeledossierRoutes = Deps & { database: AppDatabase };

/** Mounts the endpoints of the contract and the compte-rendu. Each request is one transaction of its actor. */
export function mountTeledossier(app: App, given: TeledossierRoutes): void {
  mountReading(app, given);
  mountRequerant(app, given);
  mountRequis(app, given);
  mountReport(app, given);
}

function inTransaction(given: TeledossierRoutes) {
  return <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(given.database, actor, work);
}

function mountReading(app: App, given: TeledossierRoutes): void {
  const run = inTransaction(given);
  const lists = openCovers(given.clock, sessionCoverMs);
  route(app, contract.readWorklist, async ({ actor, query }) => {
    const isCovered = query.live && lists.covers(actor, 'worklist');
    const worklist = await run(actor, (tx) => readWorklist(tx, actor, { isCovered }));
    if (!isCovered) lists.mark(actor, 'worklist');
    return worklist;
  });
  route(app, contract.listDossiers, async ({ actor, query }) => {
    const criteria = JSON.stringify([query.search, query.status]);
    const isCovered = (query.live || query.cursor !== undefined) && lists.covers(actor, criteria);
    const page = await run(actor, (tx) => listDossiers(tx, actor, { ...query, isCovered }));
    if (!isCovered) lists.mark(actor, criteria);
    return page;
  });
  route(app, contract.proposeStudies, async ({ actor, params: { dossierId }, query }) => {
    const isCovered = query.live && lists.covers(actor, `proposals ${dossierId}`);
    const proposals = await run(actor, (tx) => proposeStudies(tx, actor, { dossierId, isCovered }));
    if (!isCovered) lists.mark(actor, `proposals ${dossierId}`);
    return { proposals };
  });
  route(app, contract.readDossier, ({ actor, params, query }) =>
    run(actor, (tx) => readDossier(tx, actor, given, { ...params, ...query })),
  );
}

function mountRequerant(app: App, given: TeledossierRoutes): void {
  const run = inTransaction(given);
  route(app, contract.createDossier, ({ actor, body }) =>
    run(actor, (tx) => createDossier(tx, actor, given, body)),
  );
  route(app, contract.saveDraft, ({ actor, params, body }) =>
    run(actor, (tx) => saveDraft(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.deleteDraft, async ({ actor, params }) => {
    await run(actor, (tx) => deleteDraft(tx, actor, given, params.dossierId));
    return undefined;
  });
  route(app, contract.sendDossier, ({ actor, params, body }) =>
    run(actor, (tx) => sendDossier(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.readdressDossier, ({ actor, params, body }) =>
    run(actor, (tx) => readdressDossier(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.withdrawAddressee, ({ actor, params, body }) =>
    run(actor, (tx) => withdrawAddressee(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.addComplement, ({ actor, params, body }) =>
    run(actor, (tx) => addComplement(tx, actor, given, { ...params, ...body })),
  );
}

function mountRequis(app: App, given: TeledossierRoutes): void {
  const run = inTransaction(given);
  route(app, contract.takeDossier, ({ actor, params }) =>
    run(actor, (tx) => takeDossier(tx, actor, given, params)),
  );
  route(app, contract.releaseDossier, ({ actor, params }) =>
    run(actor, (tx) => releaseDossier(tx, actor, given, params)),
  );
  route(app, contract.askInformation, ({ actor, params, body }) =>
    run(actor, (tx) => askInformation(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.saveAnswerDraft, ({ actor, params, body }) =>
    run(actor, (tx) => saveAnswerDraft(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.answerDossier, ({ actor, params, body }) =>
    run(actor, (tx) => answerDossier(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.refuseDossier, ({ actor, params, body }) =>
    run(actor, (tx) => refuseDossier(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.closeDossier, ({ actor, params, body }) =>
    run(actor, (tx) => closeDossier(tx, actor, given, { ...params, ...body })),
  );
  route(app, contract.reopenDossier, ({ actor, params, body }) =>
    run(actor, (tx) => reopenDossier(tx, actor, given, { ...params, ...body })),
  );
}

function mountReport(app: App, given: TeledossierRoutes): void {
  const run = inTransaction(given);
  app.get<{ Params: { dossierId: string } }>(
    contract.reportUrl(':dossierId'),
    { preHandler: refuseUnknown },
    async (request, reply) => {
      const actor = actorOf(request);
      const { dossierId } = request.params;
      if (!isId(dossierId)) throw reportMissing();
      return sendDocument(reply, await run(actor, (tx) => readLatestReport(tx, actor, dossierId)));
    },
  );
}
