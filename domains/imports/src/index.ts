export { french } from './fr.ts';
export { endImport } from './end-import.ts';
export { findKnownStudies, listImports, readImport } from './read-imports.ts';
export { startImport } from './start-import.ts';
