import type { App } from '@liaison/http';
import { openTestApp } from '@liaison/http/testing';
import { isMessageCode, messages, profileSchemas } from '@liaison/mio';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveUrl, readReference } from '../contract.ts';
import { french } from '../fr.ts';
import { mountReference } from './mount-reference.ts';

let app: App;
beforeAll(async () => {
  app = await openTestApp(french);
  mountReference(app);
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ method: 'GET', url });

describe('the standard, for who is not signed in', () => {
  it('is told message by message', async () => {
    const { messages: told } = readReference.reply.parse((await get(readReference.url)).json());
    expect(told.map(({ code }) => code)).toEqual(Object.keys(messages));
  });

  it.each(Object.keys(messages).filter(isMessageCode))(
    'comes with the schemas of %s, complete, and its documentation',
    async (code) => {
      const reply = await get(archiveUrl(code));
      expect(reply.headers['content-type']).toBe('application/zip');
      const files = Object.entries(unzipSync(reply.rawPayload));
      const texts = new Map(files.map(([name, bytes]) => [name, strFromU8(bytes)]));
      expect(texts.get(`${code}.md`)).toContain(messages[code].fr);
      expect(JSON.parse(texts.get(`mio-${code.toLowerCase()}.schema.json`) ?? '')).toMatchObject({
        type: 'object',
      });
      const { main, files: schemas } = profileSchemas(code);
      expect([...texts.keys()].filter((name) => name.startsWith('xsd/'))).toHaveLength(
        Object.keys(schemas).length,
      );
      expect(texts.get(`xsd/${main}`)).toContain('schema');
    },
  );

  it('says so where there is no such message', async () => {
    const reply = await get(archiveUrl('M99'));
    expect([reply.statusCode, reply.json()]).toMatchObject([404, { code: 'marches/no-such-message' }]);
  });
});
