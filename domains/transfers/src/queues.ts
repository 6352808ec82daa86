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

export const queues = [deliveryDue, commitmentDue];
