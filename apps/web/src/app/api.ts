import { type Endpoint, privateQueryHeader, problem } from '@liaison/http/contract';
import { nbsp, typographic } from '../ui/french.ts';
import type { z } from 'zod';

type Optional<Key extends string, Value> = {} extends Value ? { [K in Key]?: Value } : { [K in Key]: Value };
type BodyOf<Value> = undefined extends Value ? { body?: Value } : { body: Value };

/** What an endpoint must be given: only the parts that its contract asks for. */
export type Given<Of extends Endpoint> = Optional<'params', z.input<Of['params']>> &
  Optional<'query', z.input<Of['query']>> &
  BodyOf<z.input<Of['body']>>;

export type Reply<Of extends Endpoint> = z.output<Of['reply']>;

/**
 * The server refused, or could not be reached. `title` is French and may be shown as it is. `code` is the domain's;
 * `web/unreachable` (status 0) when there was no answer, `web/file-changed` (status 0) when a file that is to be sent cannot
 * be read any more, `web/unexpected-reply` when the answer breaks the contract.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly requestId: string | null;

  constructor(
    given: Pick<ApiError, 'code' | 'title' | 'status' | 'requestId'> & {
      details?: ApiError['details'] | undefined;
    },
  ) {
    super(given.code);
    this.code = given.code;
    this.title = given.title;
    this.status = given.status;
    this.requestId = given.requestId;
    this.details = given.details ?? {};
  }
}

const signedOutListeners = new Set<() => void>();

/** Calls `listener` whenever an answer says that the session is over. Gives back what stops it. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

let permit = async (): Promise<void> => undefined;

/** Awaits `next` before anything is sent for who is signed in: what it throws is thrown there, and nothing is sent. */
export function permitSending(next: () => Promise<void>): void {
  permit = next;
}

/**
 * The address of an endpoint with its `:names` and query filled in; empty query values are left out, and so is what may
 * hold a patient's name, which travels apart.
 */
export function addressOf(endpoint: Endpoint, given: { params?: object; query?: object }): string {
  const params = new Map(Object.entries(given.params ?? {}));
  const path = endpoint.url.replaceAll(/:([A-Za-z]+)/g, (_all, name: string) =>
    encodeURIComponent(String(params.get(name))),
  );
  const query = formEncoded(given.query, (name) => !endpoint.privateQuery.includes(name));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The part of the query that stands in no address: a header of the request. */
function privateHeaders(endpoint: Endpoint, query: object | undefined): Record<string, string> {
  const kept = formEncoded(query, (name) => endpoint.privateQuery.includes(name));
  return kept.size > 0 ? { [privateQueryHeader]: kept.toString() } : {};
}

function formEncoded(query: object | undefined, isWanted: (name: string) => boolean): URLSearchParams {
  const given = Object.entries(query ?? {}).filter(
    ([name, value]) => isWanted(name) && value !== undefined && value !== '',
  );
  return new URLSearchParams(
    given.flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)])),
  );
}

/** Calls an endpoint of a contract and gives its parsed reply; throws `ApiError`, or `AbortError` when `signal` aborts. */
export async function callEndpoint<Of extends Endpoint>(
  endpoint: Of,
  given: Given<Of>,
  signal?: AbortSignal,
): Promise<Reply<Of>> {
  const { body, ...where }: { body?: unknown; params?: object; query?: object } = given;
  const json = body === undefined ? null : JSON.stringify(body);
  const headers = {
    accept: 'application/json',
    ...privateHeaders(endpoint, where.query),
    ...(json === null ? {} : { 'content-type': 'application/json' }),
  };
  const asked = { method: endpoint.method, headers, body: json, signal: signal ?? null };
  const response = await send(addressOf(endpoint, where), asked, endpoint.access);
  const received = await readJson(response);
  if (!response.ok) throw refusal(response, received, endpoint.access);
  const schema: Of['reply'] = endpoint.reply;
  const parsed = schema.safeParse(received);
  if (!parsed.success) throw unexpectedReply(response);
  return parsed.data;
}

/**
 * Posts a file, or a form with files, and gives the answer that holds what was asked for; throws `ApiError`, or
 * `AbortError` when `signal` aborts.
 */
export async function sendFile(
  address: string,
  body: Blob | FormData,
  signal: AbortSignal | null = null,
): Promise<Response> {
  const headers = body instanceof Blob ? { 'content-type': 'application/octet-stream' } : {};
  const response = await send(address, { method: 'POST', headers, body, signal });
  if (!response.ok) throw refusal(response, await readJson(response), 'user');
  return response;
}

/** Gets a file as its bytes; throws `ApiError`. */
export async function fetchFile(address: string): Promise<Blob> {
  const response = await send(address, { method: 'GET', headers: {}, body: null, signal: null });
  if (!response.ok) throw refusal(response, await readJson(response), 'user');
  return response.blob();
}

type Sent = {
  method: string;
  headers: Record<string, string>;
  body: string | Blob | FormData | null;
  signal: AbortSignal | null;
};

async function send(address: string, sent: Sent, access: Endpoint['access'] = 'user'): Promise<Response> {
  if (access === 'user') await permit();
  try {
    return await fetch(address, sent);
  } catch (error) {
    if (sent.signal?.aborted) throw error;
    const [code, title] = (await areReadable(sent.body))
      ? (['web/unreachable', 'Liaison ne répond pas. Vérifiez le réseau, puis réessayez.'] as const)
      : ([
          'web/file-changed',
          'Ce fichier ne se lit plus : il vient d’être modifié. Choisissez-le de nouveau.',
        ] as const);
    throw new ApiError({ code, title: typographic(title), status: 0, requestId: null });
  }
}

/** Whether files can still be read: one that changed on the disk since it was chosen cannot. */
async function areReadable(body: Sent['body']): Promise<boolean> {
  const parts = body instanceof FormData ? [...body.values()] : [body];
  const reads = parts.flatMap((part) => (part instanceof Blob ? [part.slice(0, 1).arrayBuffer()] : []));
  return (await Promise.allSettled(reads)).every(({ status }) => status === 'fulfilled');
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function refusal(response: Response, received: unknown, access: Endpoint['access']): ApiError {
  if (response.status === 401 && access === 'user') for (const listener of signedOutListeners) listener();
  const told = problem.safeParse(received);
  if (told.success) return new ApiError(told.data);
  return new ApiError({
    code: response.status === 401 ? 'http/unauthenticated' : 'web/unexpected-reply',
    title: `Liaison n’a pas pu répondre${nbsp}: erreur ${response.status}.`,
    status: response.status,
    requestId: response.headers.get('x-request-id'),
  });
}

function unexpectedReply(response: Response): ApiError {
  return new ApiError({
    code: 'web/unexpected-reply',
    title: 'Cette page est plus ancienne que le serveur. Rechargez-la.',
    status: response.status,
    requestId: response.headers.get('x-request-id'),
  });
}
