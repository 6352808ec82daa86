import { withSystem, type SystemDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError } from '@liaison/kernel';
import { announce, authorityTopic } from '@liaison/live';
import type { SubscriberReport } from '@liaison/mio-authority';
import type { Recognised } from './recognise-subscriber.ts';
import { hasTooMany, saveReport } from './subscriber-store.ts';

/** Keeps what a subscriber says that it installed; what it said before is no news. @throws DomainError `authority/too-many-installations` */
export async function takeReport(
  database: SystemDatabase,
  { licence, actor }: Recognised,
  report: SubscriberReport,
): Promise<void> {
  await withSystem(database, async (tx) => {
    if (await hasTooMany(tx, licence.id, report.installation))
      throw new DomainError('limited', 'authority/too-many-installations');
    if (!(await saveReport(tx, licence.id, report))) return;
    await record(tx, actor, {
      act: 'authority.updates-reported',
      outcome: report.trouble === null ? 'done' : 'failed',
      details: {
        licence: licence.number,
        installation: report.installation,
        installed: report.installed.map(({ bundleId, version }) => `${bundleId} ${version}`),
        trouble: report.trouble,
      },
    });
    await announce(tx, [authorityTopic]);
  });
}
