/** The PACS of a hospital, simulated: a few studies that are searched by C-FIND and brought by C-MOVE or C-GET. */
export { archivedStudies, type ArchivedStudy } from './archive.ts';
export { startPacs, type PacsOptions, type SimulatedPacs } from './pacs.ts';
