/** A stretch of a text and what takes its place. Stretches come in order and do not overlap. */
export type Splice = { readonly from: number; readonly to: number; readonly text: string };

export function spliceText(text: string, splices: readonly Splice[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, text: inserted } of splices) {
    result += text.slice(at, from) + inserted;
    at = to;
  }
  return result + text.slice(at);
}
