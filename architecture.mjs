/**
 * The house, as data: tools/boundaries.mjs holds the code against it, ARCHITECTURE.md is drawn from it.
 * A package imports only layers further right, and within `domains` only lower ranks.
 */
export const layers = ['apps', 'connectors', 'domains', 'platform', 'kernel'];

/** Leaf packages that anyone may import: the standards (`protocols`) and the kernel itself. */
export const leaves = ['protocols', 'kernel'];

/** Programs that only apps, tests and bench may start: outside systems that we can run. */
export const outside = ['simulators'];

/** Domains in rank order: one uses only those of lower rank, so cycles cannot be. */
export const domainRanks = {
  journal: 0,
  access: 1,
  directory: 2,
  patients: 2,
  signin: 3,
  imaging: 3,
  documents: 3,
  forms: 3,
  notifications: 3,
  retention: 4,
  pacs: 4,
  imports: 4,
  transfers: 5,
  marches: 4,
  authority: 4,
  exchanges: 5,
  teledossier: 6,
};

/** The platform's own order, lowest first: `db` knows nothing of `http`. */
export const platformRanks = {
  config: 0,
  log: 0,
  crypto: 0,
  blobs: 0,
  'file-space': 0,
  intake: 1,
  pixels: 1,
  db: 1,
  mail: 1,
  http: 1,
  jobs: 2,
  live: 2,
};

/** The only doors of a package; nothing else of it can be imported. */
export const doors = ['.', './contract', './routes', './testing', './web'];

/** What the receiving process may load, so that it stays small (DESIGN decision 2). */
export const receiverMayImport = ['kernel', 'log', 'dicom', 'blobs', 'intake', 'dimse'];

/** Connectors know each other only where they are the two ends of one thing: here the local socket of queries. */
export const connectorPairs = { 'dimse-query': ['dimse'] };
