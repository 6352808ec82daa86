import { AssociationError, DicomError, DimseError } from '@liaison/dicom';
import { PacsError, type PacsErrorCode } from '@liaison/pacs';

/** What was being done, as a status means something else to each service. */
export type Service = 'open' | 'echo' | 'find' | 'move' | 'get' | 'store' | 'commit';

/** What went wrong, as people are told it. What is no failure of the exchange is given back as it is. */
export function explain(error: unknown, service: Service): unknown {
  if (error instanceof PacsError) return error;
  if (error instanceof DimseError) return explainStatus(error.status, error.comment ?? '', service, error);
  if (error instanceof AssociationError) return explainAssociation(error, service);
  if (error instanceof DicomError) {
    const code = error.reason === 'unsupported' ? 'pacs/no-context' : 'pacs/protocol';
    return new PacsError(code, { detail: '', cause: error });
  }
  return error;
}

const systemCodes: Readonly<Record<string, PacsErrorCode>> = {
  ECONNREFUSED: 'pacs/connection-refused',
  ENOTFOUND: 'pacs/name-unknown',
  EAI_AGAIN: 'pacs/name-unknown',
  ETIMEDOUT: 'pacs/connect-timeout',
};

function explainAssociation(error: AssociationError, service: Service): PacsError {
  const given = { cause: error };
  switch (error.kind) {
    case 'unreachable':
      return new PacsError(systemCodes[error.code ?? ''] ?? 'pacs/unreachable', {
        ...given,
        detail: error.code ?? '',
      });
    case 'tls':
      return new PacsError('pacs/tls-refused', { ...given, detail: error.code ?? '' });
    case 'certificate':
      return new PacsError('pacs/tls-certificate', { ...given, detail: error.code ?? '' });
    case 'rejected':
      return new PacsError(explainRejection(error), given);
    case 'timeout':
      return new PacsError(service === 'open' ? 'pacs/connect-timeout' : 'pacs/response-timeout', given);
    case 'aborted':
      return new PacsError('pacs/aborted', given);
    case 'closed':
      return new PacsError('pacs/closed', given);
    case 'protocol':
      return new PacsError('pacs/protocol', given);
  }
}

/** Source and reason of an A-ASSOCIATE-RJ (PS3.8 table 9-21). */
const rejections: Readonly<Record<string, PacsErrorCode>> = {
  '1/2': 'pacs/application-context',
  '1/3': 'pacs/calling-unknown',
  '1/7': 'pacs/called-unknown',
  '2/2': 'pacs/protocol-version',
  '3/1': 'pacs/congestion',
  '3/2': 'pacs/local-limit',
};

function explainRejection({ rejection }: AssociationError): PacsErrorCode {
  if (!rejection) return 'pacs/rejected';
  return rejections[`${rejection.source}/${rejection.reason}`] ?? 'pacs/rejected';
}

/** Statuses of one value (PS3.4 tables C.4-1 to C.4-3, PS3.7 annex C). */
const exact: Readonly<Record<number, PacsErrorCode>> = {
  0x0122: 'pacs/class-not-supported',
  0x0124: 'pacs/not-authorized',
  0xa701: 'pacs/cannot-count',
  0xa702: 'pacs/move-no-resources',
  0xa801: 'pacs/move-destination-unknown',
  0xfe00: 'pacs/cancelled',
};

export function explainStatus(status: number, comment: string, service: Service, cause?: unknown): PacsError {
  const said = `${status.toString(16).toUpperCase().padStart(4, '0')}${comment ? `\u00a0: ${comment}` : ''}`;
  return new PacsError(codeOf(status, service), { detail: said, ...(cause ? { cause } : {}) });
}

function codeOf(status: number, service: Service): PacsErrorCode {
  const known = exact[status];
  if (known) return known;
  const range = status >> 8;
  if (range === 0xa7) return 'pacs/out-of-resources';
  if (range === 0xa8) return 'pacs/move-destination-unknown';
  if (range === 0xa9) return service === 'store' ? 'pacs/cannot-process' : 'pacs/bad-identifier';
  return 'pacs/cannot-process';
}
