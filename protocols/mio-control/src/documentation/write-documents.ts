/** Writes what is published of the rules: `node protocols/mio-control/src/documentation/write-documents.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { documents } from './documents.ts';

const root = resolve(import.meta.dirname, '../../../..');
for (const [path, text] of documents()) {
  mkdirSync(dirname(resolve(root, path)), { recursive: true });
  writeFileSync(resolve(root, path), text);
}
