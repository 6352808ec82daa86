import { existsSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** react-aria ships its few words in 34 languages; only French is shown, so the others are emptied. */
function frenchOnly(): Plugin {
  const foreign = /react-(aria|stately)[^?]*\/intl\/[^?]*\/(?!fr-FR|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;
  return {
    name: 'liaison-french-only',
    enforce: 'pre',
    load(id) {
      return foreign.test(id) ? 'export default {};' : null;
    },
  };
}

/** The codecs ask for `fs` and `path` where they run in Node; in a browser they never do. */
function codecsWithoutNode(): Plugin {
  const empty = '\0codecs-without-node';
  return {
    name: 'liaison-codecs-without-node',
    enforce: 'pre',
    resolveId: (source, importer) =>
      /^(fs|path)$/.test(source) && importer?.includes('@cornerstonejs/codec-') ? empty : null,
    load: (id) => (id === empty ? 'export default {};' : null),
  };
}

/** The reader of MIO messages asks Node for `node:buffer`; browsers have all that it uses of it, under other names. */
function mioWithoutNode(): Plugin {
  const reader = /[\\/]protocols[\\/]mio[\\/]src[\\/]/;
  return {
    name: 'liaison-mio-without-node',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'node:buffer' && importer && reader.test(importer)
        ? here('./src/features/marches/draft/node-buffer.ts')
        : null,
  };
}

/** In development, as on the server, the viewer's addresses open its own page. */
function viewerPage(): Plugin {
  return {
    name: 'liaison-viewer-page',
    configureServer(server) {
      server.middlewares.use((request, _reply, next) => {
        if (request.url && /^\/images\/[^/.]+$/.test(request.url.split('?')[0] ?? ''))
          request.url = '/viewer.html';
        next();
      });
    },
  };
}

const api = process.env['LIAISON_DEV_API'] ?? 'http://127.0.0.1:8080';

/** Two pages that share no React chunk: the application, and the viewer, which must draw before React arrives. */
const pages = ['index.html', 'viewer.html'].map(here).filter((page) => existsSync(page));

export default defineConfig({
  root: here('.'),
  plugins: [frenchOnly(), viewerPage(), react()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The content security policy has no `data:` for fonts and scripts: nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: { input: pages },
  },
  worker: { format: 'es', plugins: () => [codecsWithoutNode(), mioWithoutNode()] },
  server: { proxy: { '/api': api, '/demo/mailbox': api, '/demo/api': api, '/dicomweb': api } },
});
