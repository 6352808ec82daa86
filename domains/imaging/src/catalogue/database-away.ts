/**
 * Whether the database cannot be reached just now, rather than refusing what it is asked: SQLSTATE class 08, 57P0x and
 * 53300 (too many connections), the network's own codes, or the driver's words for them.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code))
    return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return /timeout exceeded when trying to connect|Connection terminated|not queryable/.test(error.message);
}
