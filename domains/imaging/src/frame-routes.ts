import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { actorOf, refuseUnknown, type App } from '@liaison/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { uid } from './contract.ts';
import { isUncompressed } from './model.ts';
import type { FrameReader } from './read-frame.ts';
import type { FrameRow } from './store.ts';

const zip = promisify(gzip);

const params = z.object({ studyId: z.uuid(), sopInstanceUid: uid, frame: z.coerce.number().int().min(1) });

/** Frames for the viewer: single part, no multipart to parse (viewer.md 4.6). */
export function mountFrames(app: App, reader: FrameReader): void {
  app.get('/api/imaging/studies/:studyId/instances/:sopInstanceUid/frames/:frame', {
    // Packed here at a speed that suits a stack of frames, or not at all.
    compress: false,
    preHandler: refuseUnknown,
    schema: { summary: 'Une coupe d’une image, telle que reçue.', params, hide: false },
    handler: async (request, reply) => {
      const { studyId, sopInstanceUid, frame } = params.parse(request.params);
      const source = await reader.find(actorOf(request), studyId, sopInstanceUid);
      return sendFrame(reader, source, frame, request, reply);
    },
  });
}

/**
 * Sends one frame as `application/octet-stream; transfer-syntax=<UID>` (PS3.18 section 8.7.3.3). No cache keeps it:
 * hospital workstations are shared, and an image at rest on one would outlive the right to see it (docs/adr/0009).
 */
export async function sendFrame(
  reader: FrameReader,
  source: FrameRow,
  frame: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tag = `"${source.crc32.toString(16)}-${source.data_length.toString(36)}-${frame}"`;
  reply
    .header('etag', tag)
    .header('cache-control', 'private, no-store')
    .header('vary', 'Accept-Encoding, Cookie');
  if (request.headers['if-none-match'] === tag) return reply.status(304).send();
  const bytes = await reader.read(source, frame);
  reply.type(`application/octet-stream; transfer-syntax=${source.transfer_syntax_uid}`);
  if (!isUncompressed(source.transfer_syntax_uid) || !acceptsGzip(request)) return reply.send(bytes);
  return reply.header('content-encoding', 'gzip').send(await zip(bytes, { level: constants.Z_BEST_SPEED }));
}

function acceptsGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(request.headers['accept-encoding'] ?? '');
}
