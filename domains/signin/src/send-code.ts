import { digest, newCode } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { handle, type Handler } from '@liaison/jobs';
import type { Mailer } from '@liaison/mail';
import { codeMailText } from './fr.ts';
import { codeMail } from './queues.ts';
import { lockChallenge, setCode } from './store.ts';

/** Draws the code and mails it. When the mail server is away the job is retried; each try draws another code. */
export function codeMailHandler(database: SystemDatabase, mailer: Pick<Mailer, 'send'>): Handler {
  return handle(codeMail, async ({ tokenDigest }) => {
    const code = newCode();
    const to = await withSystem(database, async (tx) => {
      const challenge = await lockChallenge(tx, tokenDigest);
      if (!challenge || challenge.is_over) return null;
      await setCode(tx, tokenDigest, digest(`${tokenDigest} ${code}`));
      return challenge.email;
    });
    if (to) await mailer.send({ to, ...codeMailText(code) });
  });
}
