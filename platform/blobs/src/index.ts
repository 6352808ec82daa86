/** Containers: received images on the disk, durable before the catalogue knows them. */
export {
  announcedKeywords,
  ContainerFormatError,
  type AnnouncedKeyword,
  type ContainerAbout,
  type RecordHeader,
} from './about.ts';
export { createContainer, type CommittedData, type ContainerWriter, type NewContainer } from './container.ts';
export type { Disk } from './disk.ts';
export { ContainerMissingError, StoreFailedError, StoreFullError } from './errors.ts';
export {
  dayOfContainer,
  listContainers,
  listOpenContainers,
  locateContainer,
  sealContainers,
  type OpenContainer,
  type ToSeal,
} from './places.ts';
export { openRange, removeContainer, type ContainerRange } from './range.ts';
export { recoverContainer, recoverOpenContainers, reopenContainer, type Recovery } from './recover.ts';
export {
  readContainerAbout,
  scanContainer,
  verifyEntry,
  type ContainerEntry,
  type ContainerScan,
} from './scan.ts';
