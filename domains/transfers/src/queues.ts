import { defineQueue } from '@liaison/jobs';
import { z } from 'zod';

/** A delivery is due, or was asked for: wakes who sends. The table of deliveries remembers what the queue forgets. */
export const deliveryDue = defineQueue('delivery.due', z.object({ deliveryId: z.uuid() }), {
  limit: 5,
  delaySeconds: 1,
  maxDelaySeconds: 10,
});

/** A delivery reached a PACS that confirms what it keeps: it is asked to. Tried for about a day. */
export const commitmentDue = defineQueue('commitment.due', z.object({ deliveryId: z.uuid() }), {
  limit: 100,
  abreast: 8,
  delaySeconds: 10,
  maxDelaySeconds: 900,
});

/** How long a PACS may take to report what it keeps: some archive at night only. */
export const silenceSeconds = 24 * 60 * 60;

/** A PACS was asked under this transaction long ago: what if it has not reported? */
export const commitmentOverdue = defineQueue(
  'commitment.overdue',
  z.object({ deliveryId: z.uuid(), transactionUid: z.string() }),
);

export const queues = [deliveryDue, commitmentDue, commitmentOverdue];
