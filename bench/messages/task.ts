/** What a contestant is given: files of one market, and how much of the work is asked for. */
export type Given = { readonly needs: Buffer; readonly offer: Buffer };

/** One run of what is measured. It throws where the outcome is not the right one, so that such a run is void. */
export type Run = () => void | Promise<void>;

/** Gets ready, outside the time. */
export type Task = (given: Given) => Run | Promise<Run>;

export function expectEqual(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${String(found)} ${what} instead of ${String(expected)}`);
}
