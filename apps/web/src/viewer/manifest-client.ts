import type { Manifest } from '@liaison/imaging/contract';

/** Why the server does not give a study, or a frame of it. */
export type Refusal = 'signed-out' | 'forbidden' | 'missing';

export type ManifestAnswer =
  | { readonly kind: 'changed'; readonly manifest: Manifest }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable' };

/** What an HTTP status refuses, or null when it is no refusal. */
export function refusalOf(status: number): Refusal | null {
  if (status === 401) return 'signed-out';
  if (status === 403) return 'forbidden';
  return status === 404 || status === 410 ? 'missing' : null;
}

/**
 * The manifest of a study. Without `since` it is an opening, which the server journals; with it, a refresh, answered 304
 * when nothing arrived. An aborted call answers `unreachable`.
 */
export async function fetchManifest(
  studyId: string,
  since: number | null,
  signal: AbortSignal,
): Promise<ManifestAnswer> {
  const query = since === null ? '' : `?since=${since}`;
  try {
    const response = await fetch(`/api/imaging/studies/${encodeURIComponent(studyId)}/manifest${query}`, {
      credentials: 'same-origin',
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal,
    });
    if (response.status === 304) return { kind: 'unchanged' };
    const refusal = refusalOf(response.status);
    if (refusal !== null) return { kind: 'refused', refusal };
    if (!response.ok) return { kind: 'unreachable' };
    const body: unknown = await response.json();
    return isManifest(body) ? { kind: 'changed', manifest: body } : { kind: 'unreachable' };
  } catch {
    return { kind: 'unreachable' };
  }
}

/**
 * The server validates its own reply against the contract; this only tells it from the page of a proxy, without zod, which
 * would be longer to fetch than the first image.
 */
function isManifest(body: unknown): body is Manifest {
  return (
    typeof body === 'object' &&
    body !== null &&
    'version' in body &&
    typeof body.version === 'number' &&
    'series' in body &&
    Array.isArray(body.series) &&
    'study' in body &&
    typeof body.study === 'object'
  );
}
