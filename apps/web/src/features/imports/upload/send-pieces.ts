import { problem } from '@liaison/http/contract';
import {
  encodePieceHeader,
  piecesContentType,
  piecesReply,
  piecesUrl,
  type PieceResult,
} from '@liaison/imports/contract';
import type { Piece } from './piece-source.ts';

/** The server answered, and will answer the same again: nothing more can be sent. */
export class UploadRefusedError extends Error {
  override readonly name = 'UploadRefusedError';
  readonly title: string;
  readonly status: number;

  constructor(status: number, title: string) {
    super(title);
    this.status = status;
    this.title = title;
  }
}

/** No answer, or one that may be another in a moment. */
export class UploadInterruptedError extends Error {
  override readonly name = 'UploadInterruptedError';
}

/** Sends a body of pieces. Throws `UploadInterruptedError`, `UploadRefusedError`, or what `signal` aborts with. */
export async function sendPieces(
  importId: string,
  pieces: readonly Piece[],
  signal: AbortSignal,
): Promise<PieceResult[]> {
  const body = new Blob(pieces.flatMap(({ header, bytes }) => [encodePieceHeader(header), bytes]));
  const response = await ask(importId, body, signal);
  const received: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const told = problem.safeParse(received);
    const isPassing = response.status >= 500 || response.status === 429 || response.status === 408;
    if (isPassing) throw new UploadInterruptedError();
    throw new UploadRefusedError(
      response.status,
      told.success ? told.data.title : `Liaison a refusé l’envoi\u00a0: erreur ${response.status}.`,
    );
  }
  const reply = piecesReply.safeParse(received);
  if (!reply.success) throw new UploadInterruptedError();
  return reply.data.results;
}

async function ask(importId: string, body: Blob, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(piecesUrl(importId), {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': piecesContentType },
      body,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new UploadInterruptedError();
  }
}
