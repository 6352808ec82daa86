import {
  certificatesUrl,
  controlReply,
  controlsUrl,
  conversionsUrl,
  mostBytesSent,
  verification,
  verificationsUrl,
  type ControlReply,
  type ConversionFormat,
  type ReportFormat,
  type ShownVerification,
} from '@liaison/marches/contract';
import { ApiError, sendFile } from '../../app/api.ts';
import { formatBytes, typographic } from '../../ui/french.ts';

/** What is sent with every request: the server keeps none of it. */
export type Sent = { readonly message: Blob; readonly need: File | null };

/** @throws ApiError */
export async function controlMessage(sent: Sent, signal: AbortSignal): Promise<ControlReply> {
  const response = await post(`${controlsUrl}?format=json`, sent, signal);
  return controlReply.parse(await response.json());
}

/** The report as a file to keep or to pass on; of a workbook as a workbook, itself with the report in it. @throws ApiError */
export async function fetchReport(sent: Sent, format: ReportFormat): Promise<Blob> {
  return (await post(`${controlsUrl}?format=${format}`, sent)).blob();
}

/** @throws ApiError */
export async function convertMessage(sent: Sent, to: ConversionFormat): Promise<Blob> {
  return (await post(`${conversionsUrl}?to=${to}`, sent)).blob();
}

/** The certified message. @throws ApiError */
export async function certifyMessage(sent: Sent): Promise<Blob> {
  return (await post(certificatesUrl, sent)).blob();
}

/** @throws ApiError */
export async function verifyMessage(sent: Sent, signal: AbortSignal): Promise<ShownVerification> {
  return verification.parse(await (await post(verificationsUrl, sent, signal)).json());
}

async function post(url: string, sent: Sent, signal: AbortSignal | null = null): Promise<Response> {
  try {
    return await sendFile(url, formOf(sent), signal);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, status, requestId, details } = error;
    // Why a message was not certified is told by what signs it.
    const { why = status === 401 ? signedOut : error.title } = details;
    throw new ApiError({ code, title: String(why), status, requestId, details });
  }
}

/** Who has corrections here stays here. */
const signedOut = typographic(
  'Votre session est terminée : reconnectez-vous dans un autre onglet, puis recommencez ici.',
);

function formOf({ message, need }: Sent): FormData {
  const bytes = message.size + (need?.size ?? 0);
  // Some room for what surrounds the files in the form.
  if (bytes > mostBytesSent - 4096)
    throw new ApiError({
      code: 'web/too-large',
      title: typographic(
        `Ces fichiers font ${formatBytes(bytes)} ; cette page en prend ${formatBytes(mostBytesSent)} au plus. Employez la commande « mio » pour de plus gros.`,
      ),
      status: 0,
      requestId: null,
    });
  const form = new FormData();
  form.set('message', message);
  if (need) form.set('need', need);
  return form;
}

/** Gives a file to the reader, under this name. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
