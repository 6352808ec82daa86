import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { withActor } from '@liaison/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecipients } from './find-recipients.ts';
import { isLuhn, regionIdentifiers } from './identifier.ts';
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
    const found = await withActor(database.app, asker, (tx) => findRecipients(tx, asker, 'valreas URG', 10));
    expect(found.map((recipient) => recipient.kind)).toEqual(['community']);
    const people = await withActor(database.app, asker, (tx) => findRecipients(tx, asker, 'lefevre', 10));
    expect(people.map((recipient) => recipient.label)).toEqual(['LEFÈVRE Camille']);
  });

  it('takes a wildcard typed by a user as a character', async () => {
    const place = await makePlace(database.system, 'Clinique des Pins');
    const asker = await makePerson(database.system, place, 'Noyer');
    const found = await withActor(database.app, asker, (tx) => findRecipients(tx, asker, '%', 10));
    expect(found).toEqual([]);
  });

  it('refuses someone whose profile does not make requests', async () => {
    const place = await makePlace(database.system, 'CH de Brumes');
    const clerk = await makePerson(database.system, place, 'Guichet', ['billing']);
    await expect(withActor(database.app, clerk, (tx) => findRecipients(tx, clerk, '', 10))).rejects.toThrow('access/refused');
  });

  it('draws identifiers with a valid key', () => {
    expect(isLuhn(regionIdentifiers.rpps(12))).toBe(true);
    expect(regionIdentifiers.finess(1)).toMatch(/^99\d{7}$/);
    // The worked example of ISO/IEC 7812-1, and the same with one digit wrong.
    expect([isLuhn('79927398713'), isLuhn('79927398710')]).toEqual([true, false]);
  });
});
