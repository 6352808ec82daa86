import { DicomError } from './error.ts';
import { readDataSet } from './read-data-set.ts';
import { ImplicitVRLittleEndian } from './uid.ts';
import { listElements, writeDataSet, type DataSetInput } from './write-data-set.ts';

/** Command fields (PS3.7 annex E.1); a response has the high bit set. */
export const commandFields = {
  cStoreRq: 0x0001,
  cStoreRsp: 0x8001,
  cGetRq: 0x0010,
  cFindRq: 0x0020,
  cMoveRq: 0x0021,
  cEchoRq: 0x0030,
  cEchoRsp: 0x8030,
  cCancelRq: 0x0fff,
} as const;

/** CommandDataSetType of a message without data set (PS3.7 annex E.1). */
export const noDataSet = 0x0101;

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
  };
}

/** Encodes a command set, CommandGroupLength first. */
export function writeCommandSet(input: DataSetInput): Buffer {
  const body = writeDataSet(listElements(input), ImplicitVRLittleEndian);
  return Buffer.concat([writeDataSet({ CommandGroupLength: body.length }, ImplicitVRLittleEndian), body]);
}
