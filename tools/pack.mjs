/** `npm run pack`: the `mio` command and the SDK of editors as tarballs in `dist`, to install with npm anywhere. */
import { join, relative } from 'node:path';
import { packAll, root } from './packing.mjs';

/** @type {import('./packing.mjs').Order[]} */
export const orders = [
  { folder: 'protocols/mio-sdk', readme: 'docs/mio/sdk.md' },
  { folder: 'apps/mio', readme: 'docs/mio/commande.md', bin: { mio: 'lib/main.js' } },
];

if (import.meta.main) {
  for (const tarball of packAll(orders, join(root, 'dist')))
    console.log(`${relative(root, tarball)} : prêt à installer.`);
}
