import { endpoint, instant } from '@liaison/http/contract';
import { z } from 'zod';

/** A version of a compte-rendu. The file itself is at `documentUrl(id)`. */
export const documentSummary = z.object({
  id: z.uuid(),
  version: z.number().int(),
  status: z.enum(['provisoire', 'validé']),
  fileName: z.string(),
  /** In bytes. */
  size: z.number().int(),
  /** Hexadecimal. */
  sha256: z.string(),
  producedAt: instant,
  producedBy: z.string(),
});

export const listDocuments = endpoint({
  method: 'GET',
  url: '/api/documents',
  summary: 'Versions du compte-rendu d’un télédossier, la plus récente d’abord.',
  query: z.object({ dossierId: z.uuid() }),
  reply: z.object({ documents: z.array(documentSummary) }),
});

/** Where the bytes of a document are: a PDF, opened or saved by the browser itself. */
export function documentUrl(documentId: string): string {
  return `/api/documents/${documentId}`;
}
