export { startProjector, type Projector, type ProjectorOptions } from './catalogue.ts';
export { dropDerivatives, startDeriver, type Deriver, type DeriverOptions } from './derivatives.ts';
export {
  expectStudy,
  noteAwaiting,
  refreshExpected,
  type ExpectedFacts,
  type ExpectedStudy,
} from './expect-study.ts';
export { french } from './fr.ts';
export { grantStudyTo, revokeStudyFrom } from './share-study.ts';
export { listStudies, type ListAsked, type StudyPage } from './list-studies.ts';
export { listInstancesOf, listSeriesOf, resolveStudy } from './query-studies.ts';
export {
  findElement,
  metadataTexts,
  readMetadata,
  readUpToPixels,
  toldFrom,
  type DescribedInstance,
} from './instance-metadata.ts';
export { listPackedSeriesOf, unpackMetadata } from './pack-metadata.ts';
export type { PackedSeries } from './metadata-store.ts';
export { inflateInstance } from './inflate-instance.ts';
export { lockForPurge, purgeStudy, unlinkPurged, withoutPurge } from './purge-study.ts';
export { studySettled } from './queues.ts';
export { readAttributes, type AttributesReading } from './read-attributes.ts';
export { readDerivative } from './read-derivative.ts';
export { readFrameInfo } from './read-frame-info.ts';
export { openFrameReader, type FrameReader, type FrameReaderOptions } from './read-frame.ts';
export { readManifest } from './read-manifest.ts';
export { readStudy } from './read-study.ts';
export { searchCatalogue, type CatalogueFindings, type CatalogueSearch } from './search-catalogue.ts';
export { BadMatchError, parsePath, type AttributeMatch, type SearchLevel } from './search-model.ts';
export type { FoundInstance, FoundSeries, FoundStudy } from './search-store.ts';
export type { DerivativeKind } from './derivative-store.ts';
export type { Awaiting, DicomTraits, StudySummary } from './contract.ts';
export { arrivalOf, readStudySummaries, studyTraits } from './read-summaries.ts';
export { recordOpening } from './record-opening.ts';
export { listTraffic, readPeerTraffic, type PeerTraffic, type TrafficEvent } from './traffic-store.ts';
export {
  type Arrival,
  type FrameRow,
  type InstanceFilter,
  type InstanceRow,
  type SeriesRow,
  type StudyRow,
} from './store.ts';
export { verifyStore, type StoreFault, type StoreVerdict, type VerifyOptions } from './verify-store.ts';
