import { noDataSet, withDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import type { DimseResponse } from './served-association.ts';
import { isPending, statuses } from './status.ts';

/** The command set of a response, with the identifiers of its request (PS3.7 sections 9.3 and 10.3). */
export function writeResponse(command: CommandSet, response: DimseResponse): Buffer {
  const { status, counts, comment, dataSet } = response;
  const hasRemaining = isPending(status) || status === statuses.cancel;
  const { details } = command;
  return writeCommandSet({
    AffectedSOPClassUID: command.AffectedSOPClassUID ?? command.RequestedSOPClassUID,
    CommandField: command.CommandField | 0x8000,
    MessageIDBeingRespondedTo: command.MessageID,
    CommandDataSetType: dataSet ? withDataSet : noDataSet,
    Status: status,
    ErrorComment: comment?.slice(0, 64),
    AffectedSOPInstanceUID: command.AffectedSOPInstanceUID ?? details?.RequestedSOPInstanceUID,
    EventTypeID: details?.EventTypeID,
    ActionTypeID: details?.ActionTypeID,
    NumberOfRemainingSuboperations: hasRemaining ? counts?.remaining : undefined,
    NumberOfCompletedSuboperations: counts?.completed,
    NumberOfFailedSuboperations: counts?.failed,
    NumberOfWarningSuboperations: counts?.warning,
  });
}
