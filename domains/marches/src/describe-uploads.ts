import { z } from 'zod';
import {
  certificatesUrl,
  controlReply,
  controlsUrl,
  conversionsUrl,
  verification,
  verificationsUrl,
} from './contract.ts';

type Described = Record<string, unknown>;

const file = { type: 'string', format: 'binary' };
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A message alone as the body, whatever its type says, or a form with the needs that it answers. */
const requestBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['message'],
        properties: {
          message: { ...file, description: 'Le message : UBL, JSON, CSV ou classeur.' },
          need: { ...file, description: 'La demande de prix (M10, M11) à laquelle il répond.' },
        },
      },
    },
    'application/xml': { schema: file },
  },
};

const content = (types: Readonly<Record<string, Described>>): Described => ({
  content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }])),
});
const schemaOf = (shape: z.ZodType): Described => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'output' });
  return schema;
};

/** What OpenAPI says of routes that take and give files, which their contract leaves to the body's bytes. */
export function describeUploads(): Record<string, Described> {
  const answers: Readonly<Record<string, readonly [string, Described]>> = {
    [controlsUrl]: [
      'Le rapport de contrôle, dans le format demandé.',
      content({
        'application/json': schemaOf(controlReply),
        'text/html': { type: 'string' },
        'text/csv': { type: 'string' },
        'application/xml': file,
        [xlsx]: file,
      }),
    ],
    [certificatesUrl]: ['Le message certifié.', content({ 'application/xml': file })],
    [verificationsUrl]: [
      'Le verdict, et le contrôle du message tel qu’il est.',
      content({ 'application/json': schemaOf(verification) }),
    ],
    [conversionsUrl]: [
      'Le message dans le format demandé.',
      content({
        'application/xml': file,
        'application/json': {},
        'text/csv': { type: 'string' },
        [xlsx]: file,
      }),
    ],
  };
  return Object.fromEntries(
    Object.entries(answers).map(([url, [description, body]]) => [
      url,
      { requestBody, responses: { 200: { description, ...body } } },
    ]),
  );
}
