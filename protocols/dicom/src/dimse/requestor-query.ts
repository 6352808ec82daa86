import { DimseError, type AcceptedContext, type QueryRequest, type SubOperations } from './association.ts';
import type { OperationResponse } from './operation.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import type { Invocation, RequestorOperations } from './requestor-operations.ts';
import { isPending, statuses } from './status.ts';

/** Asks, and gives the responses as they come, to the final one. Leaving before, and an aborted signal, send C-CANCEL. */
export async function* askFor(
  operations: RequestorOperations,
  context: AcceptedContext,
  { SOPClassUID, identifier, signal }: QueryRequest,
  fields: Invocation['fields'],
): AsyncGenerator<OperationResponse> {
  if (signal?.aborted) throw new DimseError(statuses.cancel, undefined);
  const operation = await operations.begin(
    { context, fields: { AffectedSOPClassUID: SOPClassUID, Priority: 0, ...fields } },
    identifier(context.transferSyntaxUID),
  );
  const cancel = (): void => operations.cancel(operation, context.id);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  let isOver = false;
  try {
    while (!isOver) {
      const response = await operation.next();
      isOver = !isPending(response.status);
      yield response;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    if (!operation.isFinal && !signal?.aborted) cancel();
    operation.discard();
  }
}

/** What a response to C-MOVE or C-GET says of its sub-operations (PS3.4 section C.4.2.1.6). */
export function progressOf(
  { status, command, dataSet }: OperationResponse,
  transferSyntaxUID: string,
): SubOperations {
  return {
    status,
    remaining: command.details?.NumberOfRemainingSuboperations,
    completed: command.details?.NumberOfCompletedSuboperations,
    failed: command.details?.NumberOfFailedSuboperations,
    warning: command.details?.NumberOfWarningSuboperations,
    errorComment: command.ErrorComment,
    failedInstances: dataSet
      ? readDataSet(dataSet, transferSyntaxUID)
          .dataSet.texts('FailedSOPInstanceUIDList')
          .filter((uid) => uid !== '')
      : [],
  };
}
