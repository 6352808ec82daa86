import { DomainError, type ErrorKind } from '@liaison/kernel';
import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from './contract.ts';

export type ProblemTexts = Readonly<Record<string, string>>;

/** The one table from a domain's error to HTTP. */
const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  hidden: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
};

export const httpTexts: ProblemTexts = {
  'http/invalid': 'La demande est mal formée. Rechargez la page ; si cela continue, prévenez le support.',
  'http/missing': 'Cette page ou cet élément n’existe pas.',
  'http/too-large': 'L’envoi est trop volumineux.',
  'http/unauthenticated': 'Votre session est fermée. Reconnectez-vous.',
  'http/foreign-origin': 'Cette demande ne vient pas de Liaison : elle a été refusée.',
  'http/unavailable':
    'Le service est momentanément indisponible. Rien n’est perdu ; réessayez dans un instant.',
  'http/failed':
    'Une erreur inattendue est survenue. Réessayez ; si cela continue, donnez le numéro de demande au support.',
};

/** PostgreSQL is gone or closing: SQLSTATE class 08, 57P0x, or the driver's own network codes. */
const databaseIsAway = /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

/** Two transactions in each other's way, or a statement that took too long (SQLSTATE 40xxx, 55P03, 57014): once more will do. */
const wasInTheWay = /^(40...|55P03|57014)$/;

/** A value that PostgreSQL cannot hold (SQLSTATE class 22): NUL in a text, half a surrogate pair in JSON, 30 February. */
const unstorable = /^22...$/;

/** Answers an error as problem details (RFC 9457); what nobody foresaw is told without its message. */
export function sendProblem(
  reply: FastifyReply,
  error: unknown,
  requestId: string,
  texts: ProblemTexts,
): Problem {
  const { status, code, details, detail } = describe(error);
  const problem: Problem = {
    type: `urn:liaison:problem:${code}`,
    title: texts[code] ?? httpTexts[code] ?? httpTexts['http/failed'] ?? code,
    status,
    code,
    requestId,
    ...(detail ? { detail } : {}),
    ...(details && Object.keys(details).length > 0 ? { details: { ...details } } : {}),
  };
  reply.status(status).type('application/problem+json').serializer(JSON.stringify).send(problem);
  return problem;
}

type Described = Pick<Problem, 'status' | 'code' | 'details' | 'detail'>;

function describe(error: unknown): Described {
  if (error instanceof DomainError)
    return { status: statusOf[error.kind], code: error.code, details: { ...error.details } };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) =>
      issue.instancePath.replaceAll('/', '.').replace(/^\./, ''),
    );
    return {
      status: 400,
      code: 'http/invalid',
      detail: `Champs en cause : ${[...new Set(fields)].join(', ')}`,
    };
  }
  if (!(error instanceof Error)) return { status: 500, code: 'http/failed' };
  const code = 'code' in error ? String(error.code) : '';
  if (
    databaseIsAway.test(code) ||
    wasInTheWay.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  ) {
    return { status: 503, code: 'http/unavailable' };
  }
  if (unstorable.test(code)) {
    return { status: 400, code: 'http/invalid', detail: 'Un texte ou une date ne peut pas être enregistré.' };
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status === 404) return { status, code: 'http/missing' };
  if (status === 413) return { status, code: 'http/too-large' };
  return status < 500 ? { status, code: 'http/invalid' } : { status: 500, code: 'http/failed' };
}
