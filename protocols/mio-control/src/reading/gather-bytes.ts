/** The bytes of a stream; of one that is too long, its first ones, and it is closed without being read on. */
export async function gatherBytes(
  chunks: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maximumBytes) return { bytes: Buffer.concat([...gathered, chunk]), isWhole: false };
    gathered.push(chunk);
  }
  return { bytes: Buffer.concat(gathered), isWhole: true };
}
