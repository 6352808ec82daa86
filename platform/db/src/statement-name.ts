import { createHash } from 'node:crypto';

/** Each connection keeps a plan for each name. */
const mostNames = 150;

const names = new Map<string, string>();
const seenOnce = new Set<string>();
const mostSeenOnce = 1000;

/**
 * The name under which connections prepare this text, so that it is parsed and planned once; null the first time that it is
 * seen, and once there are enough of them.
 */
export function statementName(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= mostNames) return null;
  if (!seenOnce.has(text)) {
    if (seenOnce.size >= mostSeenOnce) seenOnce.clear();
    seenOnce.add(text);
    return null;
  }
  seenOnce.delete(text);
  const name = createHash('sha256').update(text).digest('base64url');
  names.set(text, name);
  return name;
}
