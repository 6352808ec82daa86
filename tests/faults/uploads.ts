import { crc32 } from 'node:zlib';
import { writeFileMeta, type JsonDataSet } from '@liaison/dicom';
import {
  encodePieceHeader,
  piecesContentType,
  piecesReply,
  piecesUrl,
  startImport,
  type PieceResult,
} from '@liaison/imports/contract';
import type { ApiClient } from '../platform/api-client.ts';
import type { Platform } from '../platform/start-platform.ts';
import type { Image, Study } from './images.ts';

/** Images as a browser or a DICOMweb client sends them. */

export function toFile(image: Image): Buffer {
  return Buffer.concat([writeFileMeta(image), image.dataSet]);
}

async function post(
  platform: Platform,
  client: ApiClient,
  path: string,
  contentType: string,
  body: Buffer,
): Promise<{ status: number; body: unknown }> {
  const headers = { cookie: client.cookie, 'content-type': contentType };
  const reply = await fetch(`${platform.baseUrl}${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  return { status: reply.status, body: await reply.json() };
}

/** Starts an import of files of one study, or goes on with it. */
export async function beginImport(
  client: ApiClient,
  study: Study,
  sourceDigest: string,
  { fileCount, byteCount }: { fileCount: number; byteCount: number },
) {
  const { status, body } = await client.post<unknown>('/api/imports', {
    source: 'folder',
    sourceDigest,
    fileCount,
    byteCount,
    studies: [{ StudyInstanceUID: study.StudyInstanceUID, expectedCount: fileCount }],
  });
  if (status !== 200) throw new Error(`an import was answered ${status} ${JSON.stringify(body)}`);
  return startImport.reply.parse(body);
}

/** A file, or the piece of it from `offset` to `end`. */
export type Sent = { position: number; file: Buffer; offset?: number; end?: number };

function encode({ position, file, offset = 0, end = file.length }: Sent): Buffer {
  const piece = file.subarray(offset, end);
  const header = encodePieceHeader({
    position,
    fileBytes: file.length,
    offset,
    pieceBytes: piece.length,
    pieceCrc32: crc32(piece),
    fileCrc32: end === file.length ? crc32(file) : 0,
  });
  return Buffer.concat([header, piece]);
}

/** What became of pieces; null where the server answers that it cannot for now. */
export async function sendPieces(
  platform: Platform,
  client: ApiClient,
  importId: string,
  sent: readonly Sent[],
): Promise<PieceResult[] | null> {
  const reply = await post(
    platform,
    client,
    piecesUrl(importId),
    piecesContentType,
    Buffer.concat(sent.map(encode)),
  );
  if (reply.status === 503) return null;
  if (reply.status !== 200) throw new Error(`pieces were answered ${reply.status}`);
  return piecesReply.parse(reply.body).results;
}

export type Stowed = { status: number; stored: string[]; failures: number[] };

/** What became of images by STOW-RS: the UIDs of those that are stored, and the reasons of the others. */
export async function stow(platform: Platform, client: ApiClient, images: readonly Image[]): Promise<Stowed> {
  const boundary = 'limite-des-parties';
  const parts = images.flatMap((image) => [
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    toFile(image),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  const contentType = `multipart/related; type="application/dicom"; boundary=${boundary}`;
  const reply = await post(platform, client, '/dicomweb/studies', contentType, body);
  const response = isDataSet(reply.body) ? reply.body : {};
  return {
    status: reply.status,
    stored: valuesIn(response, '00081199', '00081155').map(String),
    failures: valuesIn(response, '00081198', '00081197').map(Number),
  };
}

function isDataSet(body: unknown): body is JsonDataSet {
  return typeof body === 'object' && body !== null && !('code' in body);
}

/** The values of an attribute in the items of a sequence (PS3.18 table 10.5.3-1). */
function valuesIn(response: JsonDataSet, sequence: string, tag: string): unknown[] {
  const items: readonly unknown[] = response[sequence]?.Value ?? [];
  return items.flatMap((item) => (isDataSet(item) ? (item[tag]?.Value ?? []) : []));
}
