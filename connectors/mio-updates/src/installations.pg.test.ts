import { openAuthorityDesk, type AuthorityDesk } from '@liaison/authority/testing';
import { withSystem } from '@liaison/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityClient } from './authority-client.ts';

describe('the organisation of a licence', () => {
  let desk: AuthorityDesk;
  beforeAll(async () => {
    desk = await openAuthorityDesk(new Date('2026-12-01T09:00:00Z'));
  });
  afterAll(() => desk.close());

  it('may have fifty installations under one licence', async () => {
    const { id, signer } = await desk.deliver();
    await withSystem(desk.database.system, (tx) =>
      sql`insert into authority.subscriber
          (id, licence_id, installation, controller_version, root_version, pointer_sequence)
        select gen_random_uuid(), ${id}, 'poste ' || n, '1.0.0', 1, 0 from generate_series(1, 50) n`.execute(
        tx,
      ),
    );
    const client = openAuthorityClient({ url: desk.url, signer, now: () => desk.clock.now() });
    const report = (installation: string) =>
      client.report({
        installation,
        controllerVersion: '1.0.0',
        rootVersion: 1,
        pointerSequence: 0,
        installed: [],
        trouble: null,
      });
    await report('poste 50');
    await expect(report('poste 51')).rejects.toThrow('50 installations');
  });
});
