export { startProjector, type Projector, type ProjectorOptions } from './catalogue/catalogue.ts';
export {
  dropDerivatives,
  startDeriver,
  type Deriver,
  type DeriverOptions,
} from './derivatives/derivatives.ts';
export {
  expectStudy,
  noteAwaiting,
  refreshExpected,
  type ExpectedFacts,
  type ExpectedStudy,
} from './catalogue/expect-study.ts';
export { french } from './fr.ts';
export { grantStudyTo, revokeStudyFrom } from './study/share-study.ts';
export { listStudies, type ListAsked, type StudyPage } from './search/list-studies.ts';
export { listInstancesOf, listSeriesOf, resolveStudy } from './search/query-studies.ts';
export {
  findElement,
  metadataTexts,
  readMetadata,
  readUpToPixels,
  toldFrom,
  type DescribedInstance,
} from './study/instance-metadata.ts';
export { listPackedSeriesOf } from './study/pack-metadata.ts';
export { packedChunk, packText, unpackText } from './study/packed-text.ts';
export type { PackedSeries } from './study/metadata-store.ts';
export { inflateInstance } from './frames/inflate-instance.ts';
export { lockForPurge, purgeStudy, unlinkPurged, withoutPurge } from './storage/purge-study.ts';
export { studySettled } from './queues.ts';
export { readAttributes, type AttributesReading } from './study/read-attributes.ts';
export { readDerivative } from './derivatives/read-derivative.ts';
export { readFrameInfo } from './frames/read-frame-info.ts';
export { openFrameReader, type FrameReader, type FrameReaderOptions } from './frames/read-frame.ts';
export { readManifest } from './study/read-manifest.ts';
export { readStudy } from './study/read-study.ts';
export { searchCatalogue, type CatalogueFindings, type CatalogueSearch } from './search/search-catalogue.ts';
export { BadMatchError, parsePath, type AttributeMatch, type SearchLevel } from './search/search-model.ts';
export type { FoundInstance, FoundSeries, FoundStudy } from './search/search-store.ts';
export type { DerivativeKind } from './derivatives/derivative-store.ts';
export type { Awaiting, DicomTraits, StudySummary } from './contract.ts';
export { arrivalOf, readStudySummaries, studyTraits } from './study/read-summaries.ts';
export { recordOpening } from './study/record-opening.ts';
export {
  listTraffic,
  readPeerTraffic,
  type PeerTraffic,
  type TrafficEvent,
} from './catalogue/traffic-store.ts';
export {
  type Arrival,
  type FrameRow,
  type InstanceFilter,
  type InstanceRow,
  type SeriesRow,
  type StudyRow,
} from './store.ts';
export {
  verifyStore,
  type StoreFault,
  type StoreVerdict,
  type VerifyOptions,
} from './storage/verify-store.ts';
