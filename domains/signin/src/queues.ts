import { defineQueue } from '@liaison/jobs';
import { z } from 'zod';

/** The code is drawn when the mail leaves, so that it never rests in a queue. Pointless after the challenge's 10 minutes. */
export const codeMail = defineQueue('signin.code-mail', z.object({ tokenDigest: z.string() }), {
  limit: 8,
  delaySeconds: 1,
  maxDelaySeconds: 60,
});

export const queues = [codeMail];
