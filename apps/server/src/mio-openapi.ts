import { problem } from '@liaison/http/contract';
import type { App } from '@liaison/http';
import { describeUploads } from '@liaison/marches/routes';
import { z } from 'zod';

export const mioOpenapiUrl = '/api/mio/openapi.json';

/** `GET /api/mio/openapi.json`: what programs may ask of an installation about MIO messages, drawn from the contracts. */
export function mountMioOpenapi(app: App): void {
  app.get(mioOpenapiUrl, { schema: { hide: true } }, async () => mioDocument(app.swagger()));
}

type Json = Record<string, unknown>;

const description =
  'Contrôler, certifier, vérifier, convertir et échanger des messages MIO ; prendre les mises à jour d’une autorité. Profil propre à Liaison, qui n’est pas le standard certifié de Phast.';

/** The part of the whole document that is about `/api/mio`, with what contracts do not say: files, sessions, errors. */
function mioDocument(whole: object): Json {
  const uploads = describeUploads();
  const paths = 'paths' in whole && isJson(whole.paths) ? whole.paths : {};
  const own = Object.entries(paths).filter(([path]) => path.startsWith('/api/mio/'));
  return {
    openapi: '3.1.0',
    info: { title: 'Messages MIO', version: '1', description },
    servers: [{ url: '/', description: 'Cette installation' }],
    security: [{ session: [] }, {}],
    paths: Object.fromEntries(
      own
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, item]) => [path, describeItem(isJson(item) ? item : {}, uploads[path])]),
    ),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-liaison',
          description:
            'Cookie que rend POST /api/session/otp ; les abonnés d’une autorité signent leurs demandes.',
        },
      },
      schemas: { Problem: problemSchema() },
    },
  };
}

function describeItem(item: Json, upload: Json | undefined): Json {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => {
      const told = { ...(isJson(operation) ? operation : {}), ...(method === 'post' ? upload : {}) };
      const responses = isJson(told.responses) ? told.responses : {};
      return [method, { ...told, responses: { ...described(responses), default: refusal } }];
    }),
  );
}

const refusal = {
  description: 'Refus, avec un texte français à montrer (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** What the generator calls every answer. */
function described(responses: Json): Json {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      isJson(response) && response['description'] === 'Default Response'
        ? { ...response, description: status === '204' ? 'Fait.' : 'La réponse.' }
        : response,
    ]),
  );
}

function problemSchema(): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(problem);
  return schema;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
