import { controlReport, controlsUrl, type ReportFormat, type ShownReport } from '@liaison/marches/contract';
import { problem } from '@liaison/http/contract';
import { ApiError } from '../../app/api.ts';

/** The files of one control: they stay in this page, and are sent again for another rendering of the report. */
export type Asked = { readonly message: File; readonly need: File | null };

/** @throws ApiError */
export async function controlFile(asked: Asked, signal: AbortSignal): Promise<ShownReport> {
  const response = await send(asked, 'json', signal);
  return controlReport.parse(await response.json());
}

/** The report as a file to keep or to pass on. @throws ApiError */
export async function fetchReport(asked: Asked, format: ReportFormat): Promise<Blob> {
  return (await send(asked, format)).blob();
}

async function send(
  { message, need }: Asked,
  format: ReportFormat,
  signal: AbortSignal | null = null,
): Promise<Response> {
  const form = new FormData();
  form.set('message', message);
  if (need) form.set('need', need);
  const response = await fetch(`${controlsUrl}?format=${format}`, {
    method: 'POST',
    body: form,
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError({
      code: 'web/unreachable',
      title: 'Le fichier n’a pas pu être lu ou envoyé. S’il vient d’être modifié, choisissez-le de nouveau.',
      status: 0,
      requestId: null,
    });
  });
  if (response.ok) return response;
  const told = problem.safeParse(await response.json().catch(() => null));
  if (told.success) throw new ApiError(told.data);
  throw new ApiError({
    code: 'web/unexpected-reply',
    title: 'Liaison n’a pas pu contrôler ce fichier.',
    status: response.status,
    requestId: response.headers.get('x-request-id'),
  });
}
