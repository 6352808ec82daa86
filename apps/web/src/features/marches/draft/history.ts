/** One step from a file to the next: what stood there, and how much took its place. */
export type Step = {
  readonly at: number;
  readonly removed: Uint8Array<ArrayBuffer>;
  readonly insertedLength: number;
};

/** How two versions of a file differ: of large files that are much alike little is kept. */
export function stepBetween(before: Uint8Array, after: Uint8Array): Step {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  let end = 0;
  while (end < most - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { at, removed: before.slice(at, before.length - end), insertedLength: after.length - at - end };
}

/** The version before. */
export function undo(after: Uint8Array, { at, removed, insertedLength }: Step): Uint8Array<ArrayBuffer> {
  const before = new Uint8Array(after.length - insertedLength + removed.length);
  before.set(after.subarray(0, at));
  before.set(removed, at);
  before.set(after.subarray(at + insertedLength), at + removed.length);
  return before;
}
