export { mountDicomweb, type DicomwebDeps } from './mount.ts';
