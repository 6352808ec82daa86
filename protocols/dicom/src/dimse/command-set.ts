import type { DataSet } from '../data-set/data-set.ts';
import { DicomError } from '../error.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { ImplicitVRLittleEndian } from '../dictionary/uid.ts';
import { listElements, writeDataSet, type DataSetInput } from '../data-set/write-data-set.ts';

/** Command fields (PS3.7 annex E.1); a response has the high bit set. */
export const commandFields = {
  cStoreRq: 0x0001,
  cStoreRsp: 0x8001,
  cGetRq: 0x0010,
  cFindRq: 0x0020,
  cMoveRq: 0x0021,
  cEchoRq: 0x0030,
  cEchoRsp: 0x8030,
  nEventReportRq: 0x0100,
  nActionRq: 0x0130,
  cCancelRq: 0x0fff,
} as const;

/** CommandDataSetType of a message without data set (PS3.7 annex E.1). */
export const noDataSet = 0x0101;

/** CommandDataSetType of a message with one: any other value. */
export const withDataSet = 0x0000;

/** A command, its fields under their names in PS3.7 annex E. */
export type CommandSet = {
  readonly CommandField: number;
  readonly MessageID: number;
  readonly MessageIDBeingRespondedTo: number | undefined;
  readonly hasDataSet: boolean;
  readonly AffectedSOPClassUID: string | undefined;
  readonly AffectedSOPInstanceUID: string | undefined;
  readonly RequestedSOPClassUID: string | undefined;
  readonly Priority: number | undefined;
  readonly Status: number | undefined;
  readonly ErrorComment: string | undefined;
  readonly MoveOriginatorApplicationEntityTitle: string | undefined;
  /** What only some messages have; absent from a C-STORE. */
  readonly details?: CommandDetails;
};

export type CommandDetails = {
  readonly RequestedSOPInstanceUID: string | undefined;
  readonly MoveDestination: string | undefined;
  readonly ActionTypeID: number | undefined;
  readonly EventTypeID: number | undefined;
  readonly NumberOfRemainingSuboperations: number | undefined;
  readonly NumberOfCompletedSuboperations: number | undefined;
  readonly NumberOfFailedSuboperations: number | undefined;
  readonly NumberOfWarningSuboperations: number | undefined;
};

/** Reads a command set (PS3.7 section 6.3.1: always implicit VR little endian). Throws `DicomError`. */
export function readCommandSet(bytes: Buffer): CommandSet {
  const { dataSet } = readDataSet(bytes, ImplicitVRLittleEndian);
  for (const { tag } of dataSet.elements()) {
    if (tag > 0xffff) throw new DicomError('malformed', 'an attribute outside group 0000 in a command set');
  }
  const CommandField = dataSet.number('CommandField');
  const dataSetType = dataSet.number('CommandDataSetType');
  if (CommandField === undefined) throw new DicomError('malformed', 'command set without CommandField');
  if (dataSetType === undefined) throw new DicomError('malformed', 'command set without CommandDataSetType');
  return {
    CommandField,
    MessageID: dataSet.number('MessageID') ?? 0,
    MessageIDBeingRespondedTo: dataSet.number('MessageIDBeingRespondedTo'),
    hasDataSet: dataSetType !== noDataSet,
    AffectedSOPClassUID: dataSet.text('AffectedSOPClassUID'),
    AffectedSOPInstanceUID: dataSet.text('AffectedSOPInstanceUID'),
    RequestedSOPClassUID: dataSet.text('RequestedSOPClassUID'),
    Priority: dataSet.number('Priority'),
    Status: dataSet.number('Status'),
    ErrorComment: dataSet.text('ErrorComment'),
    MoveOriginatorApplicationEntityTitle: dataSet.text('MoveOriginatorApplicationEntityTitle'),
    ...(isStore(CommandField) ? {} : { details: readDetails(dataSet) }),
  };
}

/** The one message that comes five hundred times in a row. */
function isStore(commandField: number): boolean {
  return (commandField & 0x7fff) === commandFields.cStoreRq;
}

function readDetails(dataSet: DataSet): CommandDetails {
  return {
    RequestedSOPInstanceUID: dataSet.text('RequestedSOPInstanceUID'),
    MoveDestination: dataSet.text('MoveDestination'),
    ActionTypeID: dataSet.number('ActionTypeID'),
    EventTypeID: dataSet.number('EventTypeID'),
    NumberOfRemainingSuboperations: dataSet.number('NumberOfRemainingSuboperations'),
    NumberOfCompletedSuboperations: dataSet.number('NumberOfCompletedSuboperations'),
    NumberOfFailedSuboperations: dataSet.number('NumberOfFailedSuboperations'),
    NumberOfWarningSuboperations: dataSet.number('NumberOfWarningSuboperations'),
  };
}

/** Encodes a command set, CommandGroupLength first. */
export function writeCommandSet(input: DataSetInput): Buffer {
  const body = writeDataSet(listElements(input), ImplicitVRLittleEndian);
  return Buffer.concat([writeDataSet({ CommandGroupLength: body.length }, ImplicitVRLittleEndian), body]);
}
