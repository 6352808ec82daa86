/** What peers ask of us: C-FIND, C-MOVE, C-GET, storage commitment. */
export { mostMatches, moreMatches } from './find.ts';
export type { QueryServiceOptions } from './query-context.ts';
export { badIdentifier, startQueryService, type QueryService } from './start-query-service.ts';
