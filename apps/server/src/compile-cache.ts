import { join } from 'node:path';
import type { Config } from '@liaison/config';

/**
 * The folder where every process of ours leaves its program compiled, its types stripped, for the next start: most of what a
 * start costs the processor. An operator may name another (`NODE_COMPILE_CACHE`).
 */
export function compileCacheOf({ dataDir }: Pick<Config, 'dataDir'>): string {
  return process.env['NODE_COMPILE_CACHE'] ?? join(dataDir, 'compile-cache');
}
