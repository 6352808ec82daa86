import { defineQueue, type Queue } from '@liaison/jobs';
import { z } from 'zod';

/** Something is to be brought from a PACS. Whoever missed the job finds it in the table. */
export const retrievalDue = defineQueue('retrieval.due', z.object({ retrievalId: z.uuid() }));

const uid = z.string().max(64);

/**
 * A peer asked whether we keep instances, and is to be told (Storage Commitment, PS3.4 annex J): what it asked waits here
 * until the report was taken, for about a day.
 */
export const commitmentReportDue = defineQueue(
  'commitment.report-due',
  z.object({
    peerId: z.uuid(),
    transactionUid: uid,
    references: z.array(z.object({ SOPClassUID: uid, SOPInstanceUID: uid })),
  }),
  { limit: 100, delaySeconds: 5, maxDelaySeconds: 900, abreast: 8 },
);

export const queues: readonly Queue[] = [retrievalDue, commitmentReportDue];
