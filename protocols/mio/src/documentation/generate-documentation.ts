/** Writes docs/mio: `node src/documentation/generate-documentation.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDocumentation } from './format-documentation.ts';

const folder = resolve(import.meta.dirname, '../../../../docs/mio');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(formatDocumentation())) writeFileSync(join(folder, name), text);
