import { defineQueue } from '@liaison/jobs';
import { z } from 'zod';

/** Tried again for about a day while the mail server is away, first quickly: an emergency waits behind some of them. */
export const notificationMail = defineQueue('notification.mail', z.object({ mailId: z.uuid() }), {
  limit: 100,
  delaySeconds: 2,
  maxDelaySeconds: 900,
});

export const queues = [notificationMail];
