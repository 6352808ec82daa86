import { statuses, writeDataSet, type DataSet } from '@liaison/dicom';
import { BadMatchError, searchCatalogue, type CatalogueFindings } from '@liaison/imaging';
import { answerMatch, describeFindings } from './describe-match.ts';
import { asPeer, readQueryingPeer, type QueryServiceOptions } from './query-context.ts';
import {
  BadIdentifierError,
  listMatches,
  readIdentifier,
  searchLevels,
  type QueryLevel,
} from './query-model.ts';
import type { RelayedRequest } from './relay-server.ts';

/** Matches of one C-FIND at most: past it the answer ends with a warning. */
export const mostMatches = 2000;
/** Pending, and pending where optional keys were not matched (PS3.4 table C.4-1). */
const pending = 0xff00;
const pendingUnsupported = 0xff01;
/** Ours, in the range of warnings (PS3.7 annex C.3): there is more. */
export const moreMatches = 0xb001;

/** C-FIND (PS3.4 section C.4.1): what the structure of the peer may see. */
export async function answerFind(options: QueryServiceOptions, request: RelayedRequest): Promise<void> {
  const { head } = request;
  const { dataSet, level } = readIdentifier(
    request.dataSet,
    head.context.transferSyntaxUID,
    head.context.abstractSyntax,
  );
  const peer = await readQueryingPeer(options, head);
  if (!peer) return request.respond({ status: statuses.notAuthorized });
  const found = await search(options, peer, dataSet, level);
  const answering = {
    level,
    aeTitle: head.calledAeTitle,
    characterSet: chooseCharacterSet(dataSet, peer.characterSet),
  };
  const status = found.unsupported.length > 0 ? pendingUnsupported : pending;
  for (const known of describeFindings(found, level)) {
    if (request.signal.aborted) return request.respond({ status: statuses.cancel });
    const answer = answerMatch(known, dataSet, answering);
    await request.respond(
      { status },
      writeDataSet(answer, head.context.transferSyntaxUID, { replaces: true }),
    );
  }
  return request.respond(
    found.isMore
      ? { status: moreMatches, comment: `only the first ${mostMatches} matches` }
      : { status: statuses.success },
  );
}

async function search(
  options: QueryServiceOptions,
  peer: { aeTitle: string; structureId: string },
  dataSet: DataSet,
  level: QueryLevel,
): Promise<CatalogueFindings> {
  try {
    const found = await asPeer(options, peer, (tx, actor) =>
      searchCatalogue(tx, actor, {
        level: searchLevels[level],
        matches: listMatches(dataSet),
        isMultiple: true,
        skip: 0,
        most: mostMatches,
        through: 'dimse',
      }),
    );
    // Announced, but nothing of it has come: there is nothing to retrieve.
    return { ...found, studies: found.studies.filter((study) => study.image_count > 0) };
  } catch (error) {
    if (error instanceof BadMatchError) throw new BadIdentifierError(`${error.attribute} cannot be matched`);
    throw error;
  }
}

const answered = new Set(['ISO_IR 100', 'ISO_IR 192']);

/** That of the request where we answer in it, for the requestor shows that it knows it; else that of the peer. */
export function chooseCharacterSet(asked: DataSet, ofPeer: string): string {
  const [first = ''] = asked.texts('SpecificCharacterSet');
  if (answered.has(first)) return first;
  return ofPeer === 'ISO_IR 6' ? 'ISO_IR 100' : ofPeer;
}
