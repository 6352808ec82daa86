import { defineQueue, type Queue } from '@liaison/jobs';
import { z } from 'zod';

/** Something is to be brought from a PACS. Whoever missed the job finds it in the table. */
export const retrievalDue = defineQueue('retrieval.due', z.object({ retrievalId: z.uuid() }));

export const queues: readonly Queue[] = [retrievalDue];
