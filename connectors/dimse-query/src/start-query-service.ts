import { awayStatus } from '@liaison/dimse';
import { commandFields, statuses } from '@liaison/dicom';
import type { Handler } from '@liaison/jobs';
import { describeError } from '@liaison/log';
import { answerAction, answerReport, commitmentReportHandler } from './commit.ts';
import { answerFind } from './find.ts';
import { isRefusal, type QueryServiceOptions } from './query-context.ts';
import { BadIdentifierError } from './query-model.ts';
import { serveRelay, type RelayedRequest } from './relay-server.ts';
import { answerGet, answerMove } from './retrieve.ts';

export type QueryService = {
  /** To be run by the workers of this process. */
  readonly handlers: readonly Handler[];
  stop(): Promise<void>;
};

/** C-FIND, C-MOVE, C-GET: identifier does not match SOP class (PS3.4 tables C.4-1 to C.4-3). */
export const badIdentifier = 0xa900;

/** Answers what peers ask of us through the receivers of this machine. Rejects when the socket cannot be listened on. */
export async function startQueryService(options: QueryServiceOptions): Promise<QueryService> {
  const server = await serveRelay(
    options.socketPath,
    (request) => answer(options, request),
    (error) => options.log.warn('request of a peer broke off', describeError(error)),
  );
  return { handlers: [commitmentReportHandler(options)], stop: () => server.close() };
}

async function answer(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const { command } = request.head;
  try {
    await serviceOf(command.CommandField)(options, request);
  } catch (error) {
    if (error instanceof BadIdentifierError)
      return request.respond({ status: badIdentifier, comment: error.message });
    if (isRefusal(error)) return request.respond({ status: statuses.notAuthorized });
    options.log.error('request of a peer failed', describeError(error));
    return request.respond({ status: awayStatus(command), comment: 'try again later' });
  }
}

function serviceOf(
  commandField: number,
): (options: QueryServiceOptions, request: RelayedRequest) => Promise<void> {
  switch (commandField) {
    case commandFields.cFindRq:
      return answerFind;
    case commandFields.cMoveRq:
      return answerMove;
    case commandFields.cGetRq:
      return answerGet;
    case commandFields.nActionRq:
      return answerAction;
    case commandFields.nEventReportRq:
      return answerReport;
    default:
      return (_options, request) => request.respond({ status: statuses.unrecognizedOperation });
  }
}
