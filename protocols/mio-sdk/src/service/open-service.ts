import type { ControlReport } from '@liaison/mio-control';
import { SdkError } from '../error.ts';
import type { ReportFormat } from '../control/render-report.ts';

export interface ServiceOptions {
  /** Address of the installation: `https://liaison.exemple.fr`. */
  readonly url: string;
  /** Cookie of an open session, `name=value`, as `POST /api/session/otp` gave it. */
  readonly cookie: string;
  /** A request that takes longer is given up; 120 s unless told. */
  readonly timeoutMs?: number;
}

/** What an installation does for a program, over HTTP (docs/mio/openapi.json). */
export interface MioService {
  /** Controls a message with the rules and code lists of the installation. @throws SdkError `sdk/service` */
  control(message: Uint8Array, options?: { needs?: Uint8Array; on?: string }): Promise<ControlReport>;
  /** The same, rendered: M40, workbook, page… @throws SdkError `sdk/service` */
  controlAs(
    format: ReportFormat,
    message: Uint8Array,
    options?: { needs?: Uint8Array; on?: string },
  ): Promise<Uint8Array>;
}

const defaultTimeoutMs = 120_000;

/** The service of an installation. Nothing is asked before its first use. */
export function openService(options: ServiceOptions): MioService {
  const controlAs: MioService['controlAs'] = async (format, message, { needs, on } = {}) => {
    const form = new FormData();
    form.set('message', new Blob([new Uint8Array(message)]), 'message.xml');
    if (needs) form.set('need', new Blob([new Uint8Array(needs)]), 'besoins.xml');
    const query = new URLSearchParams({ format, ...(on === undefined ? {} : { on }) });
    return ask(options, `/api/mio/controls?${query}`, form);
  };
  return {
    controlAs,
    async control(message, asked) {
      return readReport(await controlAs('json', message, asked));
    },
  };
}

/** @throws SdkError `sdk/service` for what is no report */
function readReport(bytes: Uint8Array): ControlReport {
  const value = parseJson(bytes);
  if (isReport(value)) return value;
  throw new SdkError('sdk/service', 'La réponse du service n’est pas un rapport de contrôle.');
}

function isReport(value: unknown): value is ControlReport {
  return typeof value === 'object' && value !== null && 'verdict' in value && 'findings' in value;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}

async function ask(
  { url, cookie, timeoutMs }: ServiceOptions,
  path: string,
  body: FormData,
): Promise<Uint8Array> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { cookie },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs ?? defaultTimeoutMs),
  }).catch((error: unknown) => {
    throw new SdkError('sdk/service', `Le service ${url} ne répond pas.`, { cause: error });
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw new SdkError('sdk/service', problemFr(response.status, bytes));
  return bytes;
}

/** What the service says of its refusal (RFC 9457). */
function problemFr(status: number, bytes: Uint8Array): string {
  const problem = parseJson(bytes);
  if (typeof problem === 'object' && problem !== null && 'title' in problem)
    return `${String(problem.title)} (${status})`;
  return `Le service a refusé la demande (${status}).`;
}
