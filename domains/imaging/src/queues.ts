import { defineQueue } from '@liaison/jobs';
import { z } from 'zod';

/**
 * A container of this study is closed and catalogued: what one association brought is all there. More may come by
 * another one, and the event with it. Higher domains listen: routes, deliveries under way.
 */
export const studySettled = defineQueue('study.settled', z.object({ studyId: z.uuid() }), {
  limit: 100,
  delaySeconds: 2,
  maxDelaySeconds: 900,
});

export const queues = [studySettled];
