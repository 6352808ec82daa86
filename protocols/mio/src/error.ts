/** A fault of the caller: what readers find in documents are findings and no errors. */
export class MioError extends Error {
  override readonly name = 'MioError';
}
