import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { withActor, withSystem } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecipients } from './find-recipients.ts';
import { isLuhn, regionIdentifiers } from './identifier.ts';
import { insertCommunity, noteUsage } from './store.ts';
import { makePerson, makePlace } from './testing.ts';

describe('directory', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('finds correspondents whatever the accents and the order of words', async () => {
    const place = await makePlace(database.system, 'CHU de Valréas');
    const asker = await makePerson(database.system, place, 'Lefèvre');
    const found = await withActor(database.app, asker, (tx) =>
      findRecipients(tx, asker, { search: 'valreas URG', specialty: '', limit: 10 }),
    );
    expect(found.map((recipient) => recipient.kind)).toEqual(['community']);
    const people = await withActor(database.app, asker, (tx) =>
      findRecipients(tx, asker, { search: 'lefevre', specialty: '', limit: 10 }),
    );
    expect(people.map((recipient) => recipient.label)).toEqual(['LEFÈVRE Camille']);
  });

  it('takes a wildcard typed by a user as a character', async () => {
    const place = await makePlace(database.system, 'Clinique des Pins');
    const asker = await makePerson(database.system, place, 'Noyer');
    const found = await withActor(database.app, asker, (tx) =>
      findRecipients(tx, asker, { search: '%', specialty: '', limit: 10 }),
    );
    expect(found).toEqual([]);
  });

  it('refuses someone whose profile does not make requests', async () => {
    const place = await makePlace(database.system, 'CH de Brumes');
    const clerk = await makePerson(database.system, place, 'Guichet', ['billing']);
    await expect(
      withActor(database.app, clerk, (tx) =>
        findRecipients(tx, clerk, { search: '', specialty: '', limit: 10 }),
      ),
    ).rejects.toThrow('access/refused');
  });

  it('proposes usual correspondents first, then the specialty asked for', async () => {
    const place = await makePlace(database.system, 'CH de Trois-Ponts');
    const asker = await makePerson(database.system, place, 'Pontier');
    const usual = await makePlace(database.system, 'CHU de Zélande');
    const neurology = newId();
    await withSystem(database.system, (tx) =>
      insertCommunity(tx, {
        id: neurology,
        structureId: usual.structureId,
        name: 'Zone neuro',
        specialty: 'Neurologie',
        email: null,
      }),
    );
    const first = () =>
      withActor(database.app, asker, async (tx) => {
        const found = await findRecipients(tx, asker, { search: '', specialty: 'Neurologie', limit: 5 });
        return found[0]?.id;
      });
    expect(await first()).toBe(neurology);
    await withActor(database.app, asker, (tx) =>
      noteUsage(tx, asker.structureId, [usual.communityId, usual.communityId]),
    );
    await withActor(database.app, asker, (tx) => noteUsage(tx, asker.structureId, [usual.communityId]));
    expect(await first()).toBe(usual.communityId);
  });

  it('draws identifiers with a valid key', () => {
    expect(isLuhn(regionIdentifiers.rpps(12))).toBe(true);
    expect(regionIdentifiers.finess(1)).toMatch(/^99\d{7}$/);
    // The worked example of ISO/IEC 7812-1, and the same with one digit wrong.
    expect([isLuhn('79927398713'), isLuhn('79927398710')]).toEqual([true, false]);
  });
});
