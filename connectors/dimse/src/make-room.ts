/**
 * Of callers that have not said who they are, the one to end where there is room for no more: the oldest of the address
 * that has the most. Whoever speaks at once is never that one, however many others hold connections and say nothing.
 *
 * @param waiting the oldest first
 */
export function chooseSilent<Waiting extends { readonly address: string }>(
  waiting: Iterable<Waiting>,
): Waiting | undefined {
  let most: readonly Waiting[] = [];
  for (const own of Map.groupBy(waiting, ({ address }) => address).values())
    if (own.length > most.length) most = own;
  return most[0];
}
