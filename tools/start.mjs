/** `npm start`: the whole platform on this machine; the demo region unless LIAISON_ENV says otherwise. */
import { buildWeb } from './web-build.mjs';

await buildWeb();
await import('../apps/server/src/main.ts');
