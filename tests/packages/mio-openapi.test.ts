import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type Platform } from '../platform/start-platform.ts';

type Document = {
  openapi: string;
  paths: Record<string, Record<string, { summary?: string; responses: object }>>;
};

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

async function served(path: string): Promise<Document> {
  const response = await fetch(`${platform.baseUrl}${path}`);
  expect(response.status).toBe(200);
  const document: unknown = await response.json();
  return document as Document;
}

describe('the document of /api/mio', () => {
  it('is OpenAPI 3.1 by the schema of the OpenAPI Initiative, and says each operation in French', async () => {
    const document = await served('/api/mio/openapi.json');
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    expect(operations.filter(({ responses }) => !('default' in responses))).toEqual([]);
  });

  it('has every route under /api/mio that the installation has, and no other', async () => {
    const whole = await served('/api/openapi.json');
    const own = Object.keys(whole.paths).filter((path) => path.startsWith('/api/mio/'));
    expect(own.length).toBeGreaterThan(20);
    const document = await served('/api/mio/openapi.json');
    expect(Object.keys(document.paths)).toEqual(own.toSorted());
    expect(document.paths['/api/mio/controls']?.['post']).toMatchObject({
      requestBody: { content: { 'multipart/form-data': {} } },
      responses: { 200: { content: { 'application/json': {} } } },
    });
  });

  it('is docs/mio/openapi.json; renew that by saving what a running platform serves', async () => {
    const kept: unknown = JSON.parse(
      readFileSync(new URL('../../docs/mio/openapi.json', import.meta.url), 'utf8'),
    );
    expect(await served('/api/mio/openapi.json')).toEqual(kept);
  });
});
