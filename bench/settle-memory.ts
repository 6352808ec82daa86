import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const pieceBytes = 512 * 1024 * 1024;
/** Left to what runs already. */
const keptBytes = 3 * 1024 ** 3;

/**
 * Touches the memory that is free, once. A virtual machine gets memory from its host when a page is first written: until
 * then whatever fills the page cache is 5 times slower, and which receiver meets such pages is chance.
 * @returns how many GiB were touched; null where the system does not say what is available
 */
export function settleMemory(): number | null {
  const available = availableBytes();
  if (available === null) return null;
  const pieces = Math.max(0, Math.floor((available - keptBytes) / pieceBytes));
  const script = `const held = []; for (let i = 0; i < ${pieces}; i += 1) held.push(Buffer.alloc(${pieceBytes}, 1));`;
  spawnSync(process.execPath, ['--eval', script], { stdio: 'ignore' });
  return (pieces * pieceBytes) / 1024 ** 3;
}

function availableBytes(): number | null {
  try {
    const found = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return found?.[1] === undefined ? null : Number(found[1]) * 1024;
  } catch {
    return null;
  }
}
