/** `npm run bench`: the platform and its peers measured in turn, on this machine, in one run. */
import { buildWeb } from './web-build.mjs';

await buildWeb();
await import('../bench/main.ts');
