/** `npm run dev`: the platform, with the pages rebuilt at each change (reload the browser). */
import { join } from 'node:path';
import { build } from 'vite';
import { buildWeb, root } from './web-build.mjs';

await buildWeb();
await build({ root: join(root, 'apps/web'), logLevel: 'warn', build: { watch: {}, emptyOutDir: false } });
await import('../apps/server/src/main.ts');
