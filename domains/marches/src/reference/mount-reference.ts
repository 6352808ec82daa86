import { route, type App } from '@liaison/http';
import { DomainError } from '@liaison/kernel';
import { isMessageCode, messages, standardVersion, type MessageCode } from '@liaison/mio';
import { z } from 'zod';
import { archiveUrl, readReference } from '../contract.ts';
import { messageArchive } from './message-archive.ts';

/** The standard for everyone, signed in or not: what messages there are, and the files that describe each. */
export function mountReference(app: App): void {
  const archives = new Map<MessageCode, Buffer>();
  const archiveOf = (code: MessageCode): Buffer => {
    const made = archives.get(code) ?? Buffer.from(messageArchive(code));
    archives.set(code, made);
    return made;
  };
  route(app, readReference, async () => ({
    version: standardVersion,
    messages: Object.values(messages).map(({ code, fr, help, root }) => ({ code, name: fr, help, root })),
  }));
  app.get(
    archiveUrl(':code'),
    {
      schema: {
        summary: 'Schémas XSD et JSON, Schematron et documentation d’un message, en ZIP.',
        params: archiveParams,
      },
    },
    async (request, reply) => {
      const { code } = archiveParams.parse(request.params);
      if (!isMessageCode(code)) throw new DomainError('missing', 'marches/no-such-message');
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="mio-${code.toLowerCase()}.zip"`)
        .header('cache-control', 'public, max-age=3600')
        .send(archiveOf(code));
    },
  );
}

const archiveParams = z.object({ code: z.string().max(8) });
