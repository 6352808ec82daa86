import { createApp, type AppOptions } from '@liaison/http';
import { newId, type CommunityId, type StructureId, type UserActor, type UserId } from '@liaison/kernel';
import { describe, expect, it } from 'vitest';
import { formDefinition } from './contract.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import { french } from './fr.ts';
import { mountForms } from './routes.ts';

const someone: UserActor = {
  kind: 'user',
  userId: newId<UserId>(),
  structureId: newId<StructureId>(),
  communityIds: [newId<CommunityId>()],
  features: [],
  displayName: 'NOYER Camille',
};
const quiet: AppOptions['log'] = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => quiet,
};

async function ask(url: string, actor: UserActor | null) {
  const app = await createApp({
    log: quiet,
    texts: french,
    findActor: async () => actor,
    onRefusal: async () => {},
    publicUrl: 'http://127.0.0.1:8080',
    isSecure: false,
    tls: null,
  });
  app.addHook('onRequest', async (request) => {
    request.actor = actor;
  });
  mountForms(app);
  const reply = await app.inject({ url });
  await app.close();
  return reply;
}

describe('GET /api/forms/:formId/:version', () => {
  it('gives whoever is signed in the whole definition', async () => {
    const reply = await ask('/api/forms/avc-request/1', someone);
    expect(reply.statusCode).toBe(200);
    expect(formDefinition.parse(reply.json())).toEqual(avcRequestV1);
  });

  it('refuses an unknown visitor', async () => {
    expect((await ask('/api/forms/avc-request/1', null)).statusCode).toBe(401);
  });

  it('says in French that a form or a version does not exist', async () => {
    for (const url of ['/api/forms/avc-request/2', '/api/forms/nothing/1']) {
      const reply = await ask(url, someone);
      expect(reply.statusCode).toBe(404);
      expect(reply.json()).toMatchObject({ code: 'forms/unknown-form', title: french['forms/unknown-form'] });
    }
    expect((await ask('/api/forms/avc-request/first', someone)).statusCode).toBe(400);
  });
});
