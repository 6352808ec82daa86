import { actorOf, refuseUnknown, type App } from '@liaison/http';
import { openPixelPool, PixelsError } from '@liaison/pixels';
import { z } from 'zod';
import { uid } from '../contract.ts';
import { pictures } from '../derivatives/derivative-make.ts';
import { invalid } from '../errors.ts';
import { readFrameInfo } from './read-frame-info.ts';
import type { FrameReader } from './read-frame.ts';

const params = z.object({
  studyId: z.uuid(),
  sopInstanceUid: uid,
  frame: z.coerce.number().int().min(1),
  kind: z.enum(['thumbnail', 'preview']),
});

/** Below what answers requests, above what works ahead. */
const nice = 5;

/** JPEG pictures of frames, ready-made or made now; same rights and same journal as the frames. No cache keeps them either. */
export function mountPictures(app: App, reader: FrameReader, storeRoot: string): void {
  const pool = openPixelPool({ threads: 1, nice });
  app.addHook('onClose', () => pool.close());
  app.get('/api/imaging/studies/:studyId/instances/:sopInstanceUid/frames/:frame/:kind', {
    compress: false,
    preHandler: refuseUnknown,
    schema: { summary: 'Vignette ou aperçu JPEG d’une coupe.', params, hide: false },
    handler: async (request, reply) => {
      const { studyId, sopInstanceUid, frame, kind } = params.parse(request.params);
      const actor = actorOf(request);
      const source = await reader.find(actor, studyId, sopInstanceUid);
      reply.header('cache-control', 'private, no-store').type('image/jpeg');
      const ready = await reader.derived(actor, studyId, sopInstanceUid, frame, kind);
      if (ready) return reply.send(ready);
      const bytes = await reader.read(source, frame);
      const info = await readFrameInfo(storeRoot, source);
      const encoded = { bytes, info, transferSyntaxUID: source.transfer_syntax_uid };
      const picture = await pool.render(encoded, pictures[kind]).catch((error: unknown) => {
        throw error instanceof PixelsError ? invalid('imaging/unshowable') : error;
      });
      return reply.send(picture);
    },
  });
}
