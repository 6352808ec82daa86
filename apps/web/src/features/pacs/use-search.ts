import { searchPacs, type FoundHere, type SearchCriteria } from '@liaison/pacs/contract';
import { useEffect, useRef, useState } from 'react';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';

/** How far the search is at one PACS. */
export type PeerSearch =
  | { state: 'searching' }
  | { state: 'found'; studies: FoundHere[]; isCapped: boolean }
  | { state: 'failed'; reason: string };

/**
 * One search at several PACS at once: each answers when it can, and is told to stop where the person cancels, asks for
 * something else or leaves.
 */
export function useSearch() {
  const [byPeer, setByPeer] = useState<ReadonlyMap<string, PeerSearch>>(new Map());
  const running = useRef<AbortController | null>(null);
  const asked = useRef<SearchCriteria | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = () => {
    running.current?.abort();
    running.current = null;
    setByPeer((now) => new Map([...now].filter(([, search]) => search.state !== 'searching')));
  };
  const start = (peerIds: readonly string[], criteria: SearchCriteria) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    asked.current = criteria;
    setByPeer(new Map(peerIds.map((id) => [id, { state: 'searching' }])));
    for (const id of peerIds) void ask(id, criteria, abort.signal, (found) => put(id, found, abort.signal));
  };
  const put = (id: string, found: PeerSearch, signal: AbortSignal) => {
    if (!signal.aborted) setByPeer((now) => new Map(now).set(id, found));
  };
  /** One PACS again, the others keep what they answered. */
  const retry = (id: string) => {
    const criteria = asked.current;
    const abort = running.current ?? new AbortController();
    if (!criteria) return;
    running.current = abort;
    put(id, { state: 'searching' }, abort.signal);
    void ask(id, criteria, abort.signal, (found) => put(id, found, abort.signal));
  };
  /** These were asked for: what was found says so, and where they are. */
  const markAsked = (brought: readonly { studyId: string; StudyInstanceUID: string }[]) => {
    const studyIds = new Map(brought.map((each) => [each.StudyInstanceUID, each.studyId]));
    setByPeer((now) => new Map([...now].map(([id, search]) => [id, withAsked(search, studyIds)])));
  };
  const isSearching = [...byPeer.values()].some((search) => search.state === 'searching');
  return { byPeer, isSearching, start, retry, cancel, markAsked };
}

function withAsked(search: PeerSearch, studyIds: ReadonlyMap<string, string>): PeerSearch {
  if (search.state !== 'found') return search;
  const studies = search.studies.map((study) => {
    const studyId = studyIds.get(study.StudyInstanceUID);
    return studyId && !study.present ? { ...study, present: { studyId, imageCount: 0 } } : study;
  });
  return { ...search, studies };
}

async function ask(
  peerId: string,
  criteria: SearchCriteria,
  signal: AbortSignal,
  tell: (found: PeerSearch) => void,
): Promise<void> {
  try {
    const found = await callEndpoint(searchPacs, { params: { peerId }, body: criteria }, signal);
    tell({ state: 'found', ...found });
  } catch (error) {
    if (!signal.aborted) tell({ state: 'failed', reason: tellError(error).title });
  }
}
