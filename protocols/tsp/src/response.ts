import { PKIStatus, TimeStampResp } from 'pkijs';
import { parsing, readDer } from './der.ts';
import { TspError } from './error.ts';

/** The token, DER, of a response that grants one (RFC 3161, 2.4.2); `tsp/refused` otherwise, with what was said. */
export function readTimestampResponse(der: Buffer): Buffer {
  const response = parsing(
    'not a response',
    () => new TimeStampResp({ schema: readDer(der, 'not a response') }),
  );
  const { status, statusStrings } = response.status;
  if (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods) {
    const said = (statusStrings ?? []).map((text) => text.getValue()).join(' ');
    throw new TspError('tsp/refused', `status ${status} ${said}`.slice(0, 200).trim());
  }
  const { timeStampToken } = response;
  if (!timeStampToken) throw new TspError('tsp/malformed', 'granted without a token');
  return parsing('not a token', () => Buffer.from(timeStampToken.toSchema().toBER(false)));
}
