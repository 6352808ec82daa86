import { withSystem, type SystemDatabase } from '@liaison/db';
import { lockForPurge, purgeStudy, unlinkPurged } from '@liaison/imaging';
import { record } from '@liaison/journal';
import { systemActor, type Clock } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { listDue, type DueStudy } from './store.ts';

export type PurgerOptions = {
  database: SystemDatabase;
  /** Where the containers are. */
  storeRoot: string;
  clock: Clock;
  log: Log;
  /** Between two passes; an hour by default. */
  everyMs?: number;
};

export type Purger = {
  /** One pass. @returns how many studies were purged. */
  pass(): Promise<number>;
  stop(): Promise<void>;
};

const hourMs = 3_600_000;
const perPass = 500;
const actor = systemActor('retention');

/** Purges, pass after pass, what the rules let go. Each study is judged again in the transaction that purges it. */
export function startPurger(options: PurgerOptions): Purger {
  let running: Promise<number> = Promise.resolve(0);
  const pass = () => {
    running = running.then(() => purgeDue(options));
    return running;
  };
  const timer = setInterval(() => {
    pass().catch((error: unknown) => {
      options.log.warn('purge put off', describeError(error));
      running = Promise.resolve(0);
    });
  }, options.everyMs ?? hourMs);
  timer.unref();
  return {
    pass,
    stop: async () => {
      clearInterval(timer);
      await running.catch(() => 0);
    },
  };
}

async function purgeDue({ database, storeRoot, clock, log }: PurgerOptions): Promise<number> {
  const due = await withSystem(database, (tx) => listDue(tx, { now: clock.now(), most: perPass }));
  let count = 0;
  for (const study of due) if (await purgeOne(database, study.id, clock)) count += 1;
  await unlinkPurged(database, storeRoot);
  if (count > 0) log.info('studies purged', { count });
  return count;
}

/** A dossier may have been opened, or an image have come, since the study was listed. */
async function purgeOne(database: SystemDatabase, studyId: string, clock: Clock): Promise<boolean> {
  return withSystem(database, async (tx) => {
    if (!(await lockForPurge(tx, studyId))) return false;
    const [study] = await listDue(tx, { now: clock.now(), most: 1, studyId });
    if (!study) return false;
    await purgeStudy(tx, studyId, study.proofKind === 'commitment' ? study.saidBy : '');
    await recordPurge(tx, study);
    return true;
  });
}

function recordPurge(tx: Parameters<typeof record>[0], study: DueStudy): Promise<void> {
  return record(tx, actor, {
    act: 'study.purged',
    resource: { kind: 'study', id: study.id },
    details: {
      StudyInstanceUID: study.StudyInstanceUID,
      count: study.imageCount,
      keepDays: study.keepDays,
      proof: study.proofKind,
      saidBy: study.saidBy,
      structureId: study.structureId,
    },
  });
}
