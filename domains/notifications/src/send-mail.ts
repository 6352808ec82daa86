import { withSystem, type SystemDatabase } from '@liaison/db';
import { handle, type Handler } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { systemActor, type Clock } from '@liaison/kernel';
import type { Mailer } from '@liaison/mail';
import { notificationMail as mailText } from './fr.ts';
import { dossierPath } from './model.ts';
import { notificationMail } from './queues.ts';
import { lockUnsentMail, markMailSent } from './store.ts';

export type MailHandlers = {
  database: SystemDatabase;
  mailer: Pick<Mailer, 'send'>;
  publicUrl: string;
  clock: Clock;
};

/**
 * Sends the mails. The row stays locked while its mail leaves, so that two workers never send it twice; a failure
 * leaves it unsent and the queue tries again. Sent at least once: a crash between sending and commit repeats it.
 */
export function handlers(given: MailHandlers): Handler[] {
  const run = ({ mailId }: { mailId: string }) =>
    withSystem(given.database, async (tx) => {
      const mail = await lockUnsentMail(tx, mailId);
      if (!mail) return;
      const url = new URL(dossierPath(mail.dossier_id), given.publicUrl).href;
      await given.mailer.send({ to: mail.address, ...mailText(mail.kind, mail.subject, url) });
      await markMailSent(tx, mailId, given.clock.now());
      await record(tx, systemActor('mailer'), {
        act: 'notification.sent',
        resource: { kind: 'dossier', id: mail.dossier_id },
        details: { kind: mail.kind, channel: 'mail' },
      });
    });
  return [handle(notificationMail, run)];
}
