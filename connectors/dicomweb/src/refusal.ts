import type { App } from '@liaison/http';
import { BadQueryError, NotAcceptableError, TooLargeError, UnsupportedTypeError } from './errors.ts';

/** Says what a program did wrong, in words for who wrote it; other errors are answered as everywhere. */
export function answerRefusals(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = describe(error);
    if (!refusal) throw error;
    const { status, code, title, details } = refusal;
    const problem = {
      type: `urn:liaison:problem:${code}`,
      title,
      status,
      code,
      requestId: request.id,
      ...(details ? { details } : {}),
    };
    return reply.status(status).type('application/problem+json').send(JSON.stringify(problem));
  });
}

type Refusal = { status: number; code: string; title: string; details?: Record<string, string> };

function describe(error: unknown): Refusal | null {
  if (error instanceof BadQueryError)
    return {
      status: error.statusCode,
      code: 'dicomweb/bad-request',
      title: `La demande n’est pas comprise\u00a0: «\u00a0${error.part.slice(0, 100)}\u00a0».`,
    };
  if (error instanceof NotAcceptableError)
    return {
      status: error.statusCode,
      code: 'dicomweb/not-acceptable',
      title: 'Aucune des formes acceptées par le demandeur n’est disponible.',
      details: { acceptable: error.acceptable.join(', ') },
    };
  if (error instanceof UnsupportedTypeError)
    return {
      status: error.statusCode,
      code: 'dicomweb/unsupported-type',
      title: 'Ce type de contenu n’est pas reçu ici.',
      details: { supported: error.supported.join(', ') },
    };
  if (error instanceof TooLargeError)
    return {
      status: error.statusCode,
      code: 'dicomweb/too-large',
      title: `L’envoi est trop volumineux\u00a0: ${error.message}.`,
    };
  return null;
}
