import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import type { Clock } from '@liaison/kernel';
import { changeRule, readRetention } from './change-rule.ts';
import * as contract from './contract.ts';
import { readProofs } from './read-proofs.ts';
import { stateArchived } from './record-proof.ts';

export type RetentionRoutes = { database: AppDatabase; clock: Clock };

export function mountRetention(app: App, { database, clock }: RetentionRoutes): void {
  route(app, contract.readRetention, ({ actor, params, query }) =>
    withActor(database, actor, (tx) => readRetention(tx, actor, params.structureId, query.keepDays)),
  );
  route(app, contract.writeRetention, ({ actor, params, body }) =>
    withActor(database, actor, (tx) => changeRule(tx, actor, params.structureId, body)),
  );
  route(app, contract.readProofs, async ({ actor, params }) => ({
    proofs: await withActor(database, actor, (tx) => readProofs(tx, actor, params.studyId)),
  }));
  route(app, contract.stateArchived, async ({ actor, params }) => {
    await withActor(database, actor, (tx) => stateArchived(tx, actor, params.studyId, clock));
    return undefined;
  });
}
