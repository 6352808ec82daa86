import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { actorOf, refuseUnknown, type App } from '@liaison/http';
import { htj2kLosslessRpcl } from '@liaison/pixels';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { uid } from '../contract.ts';
import { isUncompressed } from '../study/model.ts';
import type { FrameReader } from './read-frame.ts';
import type { FrameRow } from '../store.ts';

const zip = promisify(gzip);
/** Each chunk of what comes out asks a thread anew. */
const packing = { level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 };

const params = z.object({ studyId: z.uuid(), sopInstanceUid: uid, frame: z.coerce.number().int().min(1) });

/** Frames for the viewer: single part, no multipart to parse (viewer.md 4.6). */
export function mountFrames(app: App, reader: FrameReader): void {
  app.get('/api/imaging/studies/:studyId/instances/:sopInstanceUid/frames/:frame', {
    // Packed here at a speed that suits a stack of frames, or not at all.
    compress: false,
    preHandler: refuseUnknown,
    schema: {
      summary: 'Une coupe d’une image, telle que reçue ou en HTJ2K sans perte.',
      params,
      hide: false,
    },
    handler: async (request, reply) => {
      const { studyId, sopInstanceUid, frame } = params.parse(request.params);
      const actor = actorOf(request);
      const source = await reader.find(actor, studyId, sopInstanceUid);
      if (accepts(request, htj2kLosslessRpcl)) {
        const codestream = await reader.derived(actor, studyId, sopInstanceUid, frame, 'htj2k');
        if (codestream) return sendHtj2k(codestream, source, frame, request, reply);
      }
      return sendFrame(reader, source, frame, request, reply);
    },
  });
}

/** The same samples as the frame that was received, in fewer bytes; another body, so another tag. */
async function sendHtj2k(
  codestream: Buffer,
  source: FrameRow,
  frame: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tag = `"htj2k-${source.crc32.toString(16)}-${frame}"`;
  reply.header('etag', tag).header('cache-control', 'private, no-store').header('vary', 'Accept, Cookie');
  if (request.headers['if-none-match'] === tag) return reply.status(304).send();
  return reply.type(`application/octet-stream; transfer-syntax=${htj2kLosslessRpcl}`).send(codestream);
}

/** Whether `Accept` names a transfer syntax (PS3.18 section 8.7.3.5.2). */
function accepts(request: FastifyRequest, transferSyntaxUID: string): boolean {
  return (request.headers.accept ?? '').includes(`transfer-syntax=${transferSyntaxUID}`);
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
    .header('vary', 'Accept, Accept-Encoding, Cookie');
  if (request.headers['if-none-match'] === tag) return reply.status(304).send();
  const bytes = await reader.read(source, frame);
  reply.type(`application/octet-stream; transfer-syntax=${source.transfer_syntax_uid}`);
  if (!isUncompressed(source.transfer_syntax_uid) || !acceptsGzip(request)) return reply.send(bytes);
  return reply.header('content-encoding', 'gzip').send(await zip(bytes, packing));
}

function acceptsGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(request.headers['accept-encoding'] ?? '');
}
