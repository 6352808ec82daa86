import { createHash } from 'node:crypto';
import {
  CertificateError,
  certificateErrorsFr,
  certify,
  type CertificateSigner,
  type ControlOutcome,
} from '@liaison/mio-certificate';
import { renderJson, type ControlReport } from '@liaison/mio-control';
import { standardVersion } from '@liaison/mio';
import { PkiError, type Trust } from '@liaison/pki';
import { requestTimestamp, TspError, tspErrorsFr } from '@liaison/tsp';
import { XmlError, xmlErrorFr } from '@liaison/xml';
import { XmlDsigError, xmlDsigErrorsFr } from '@liaison/xmldsig';
import { SdkError } from '../error.ts';
import { largestMessage } from '../message/limits.ts';
import { buildSha256 } from './build-digest.ts';

/** A time-stamping authority (RFC 3161), and whom to believe its answers from. */
export interface TimestampService {
  readonly url: string;
  readonly trust: Trust;
}

export interface CertifyOptions {
  /** Proves when the control was made; without it the certificate only says so. */
  readonly timestamp?: TimestampService;
}

/** A time-stamping authority answers within this, or the message is not certified. */
const timestampMs = 20_000;

/**
 * The message with a certificate of its control, in UTF-8. `report`: the control of these very bytes. There is a whole
 * certificate or none. @throws SdkError `sdk/refused`, saying why
 */
export async function certifyMessage(
  message: Uint8Array,
  report: ControlReport,
  signer: CertificateSigner,
  { timestamp }: CertifyOptions = {},
): Promise<Buffer> {
  const stamp = timestamp ? (digest: Buffer) => stampOf(digest, timestamp) : null;
  try {
    return await certify(message, outcomeOf(report), signer, { stamp, maxBytes: largestMessage });
  } catch (error) {
    const why = refusalFr(error);
    if (why === undefined) throw error;
    throw new SdkError('sdk/refused', `${why} Rien n’est certifié.`, { cause: error });
  }
}

async function stampOf(digest: Buffer, { url, trust }: TimestampService): Promise<Buffer> {
  const authority = { url, policy: null, timeoutMs: timestampMs };
  return (await requestTimestamp(authority, { digest, trust, now: new Date() })).token;
}

/** Undefined for a fault of the program. */
function refusalFr(error: unknown): string | undefined {
  if (error instanceof CertificateError) return certificateErrorsFr[error.code];
  if (error instanceof TspError) return tspErrorsFr[error.code];
  if (error instanceof XmlDsigError) return xmlDsigErrorsFr[error.code];
  if (error instanceof PkiError) return `Le certificat du contrôleur ne se lit pas (${error.code}).`;
  if (error instanceof XmlError) return xmlErrorFr(error);
  return undefined;
}

/** What the certificate says of the control. */
function outcomeOf(report: ControlReport): ControlOutcome {
  const { messageSha256, messageId = '', messageType = '', ruleSet, verdict, counts } = report;
  return {
    messageSha256,
    controller: { ...report.controller, buildSha256: buildSha256() },
    message: { id: messageId, type: messageType },
    profile: { id: `urn:liaison:mio:trns:${messageType.toLowerCase()}:1`, version: standardVersion },
    ruleSet,
    nomenclatures: report.nomenclatures.map(({ system, version, sha256 }) => ({
      id: system,
      version,
      sha256,
    })),
    verdict,
    counts: counts.bySeverity,
    reportSha256: createHash('sha256').update(renderJson(report)).digest('hex'),
    controlledAt: new Date(report.startedAt),
  };
}
