/**
 * - `tsp/malformed`: bytes that are not the query, response or token that they claim to be;
 * - `tsp/refused`: the authority answered with another status than granted;
 * - `tsp/other-data`: a token over another digest than the one asked for;
 * - `tsp/nonce`, `tsp/policy`: not those of the query, or not among those accepted;
 * - `tsp/algorithm`: a digest or signature algorithm that is not accepted;
 * - `tsp/signature`: the token is not signed by the certificate that it names;
 * - `tsp/untrusted`: that certificate is not of a trusted time-stamping authority at that time;
 * - `tsp/time`: a time to come;
 * - `tsp/unreachable`: no answer, or none of HTTP's successes;
 * - `tsp/too-large`: an answer beyond 64 KiB.
 */
export type TspErrorCode =
  | 'tsp/malformed'
  | 'tsp/refused'
  | 'tsp/other-data'
  | 'tsp/nonce'
  | 'tsp/policy'
  | 'tsp/algorithm'
  | 'tsp/signature'
  | 'tsp/untrusted'
  | 'tsp/time'
  | 'tsp/unreachable'
  | 'tsp/too-large';

export class TspError extends Error {
  override readonly name = 'TspError';
  readonly code: TspErrorCode;

  constructor(code: TspErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
