export { adviceFor, frenchWithAdvice } from './advice.ts';
export { french } from './fr.ts';
export { describeFailure, PacsError, type PacsErrorCode } from './pacs-error.ts';
export {
  characterSets,
  isCalled,
  type ApprovedPeer,
  type CalledPeer,
  type Peer,
  type PeerRoles,
} from './peer.ts';
export { keepPeersSnapshot, writePeersSnapshot } from './peers-snapshot.ts';
export type {
  FoundStudies,
  FoundStudy,
  PacsLink,
  ReferencedInstance,
  RetrieveOutcome,
  RetrieveProgress,
  SendableInstance,
  StoredInstance,
  StudyCriteria,
} from './ports.ts';
export { commitmentReportDue, queues } from './queues.ts';
export { tellRetrievals, type ToldLine } from './retrieval-story.ts';
export { startRetriever, type Retriever, type RetrieverOptions } from './retriever.ts';
export { requestRetrieval, type AskedStudy, type RetrievalDeps } from './request-retrieval.ts';
export { installPeer } from './install-peer.ts';
export { findPeer, listPeersOf, type NewPeer } from './store.ts';
