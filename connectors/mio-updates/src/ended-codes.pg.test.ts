import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthorityDesk, type AuthorityDesk } from '@liaison/authority/testing';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openTestApp } from '@liaison/http/testing';
import { mountMarches } from '@liaison/marches/routes';
import { writeMessage } from '@liaison/mio';
import { openUpdateStore } from '@liaison/mio-bundle';
import { fictiveNomenclatures } from '@liaison/mio-control';
import { fictiveCodes, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityClient } from './authority-client.ts';
import { followAuthority } from './follow-authority.ts';
import { followNomenclatures } from './installed-nomenclatures.ts';

/** Waiting in vain is what fails; how long is no measure. */
const patience = { timeout: 30_000, interval: 50 };

describe('a subscribed controller', () => {
  let parent: string;
  let desk: AuthorityDesk;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'abonne-'));
    desk = await openAuthorityDesk(new Date('2026-12-01T09:00:00Z'));
    await desk.renew();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
    await desk.close();
    rmSync(parent, { recursive: true });
  });

  it('controls with a code that its authority ended, without a restart', async () => {
    for (const { system, rows: listed } of fictiveNomenclatures()) {
      const query = new URLSearchParams({
        system,
        effectiveFrom: '2020-01-01',
        content: 'whole',
        label: 'premiere',
      });
      const reply = await desk.ask(
        'POST',
        `/nomenclatures?${query}`,
        listed.map((row) => JSON.stringify(row)).join('\n'),
      );
      expect(await reply.json()).toMatchObject({ isPublished: true });
    }
    const folder = join(parent, 'maj');
    const store = openUpdateStore(folder, desk.ceremony.root, '1.0.0');
    const { signer } = await desk.deliver();
    const follower = followAuthority({
      store,
      client: openAuthorityClient({ url: desk.url, signer, now: () => desk.clock.now() }),
      installation: { name: 'hôpital', controllerVersion: '1.0.0' },
      isSubscribed: true,
      trustFolder: null,
      now: () => desk.clock.now(),
      pullEveryMs: 200,
      firstRetryMs: 50,
      onInstalled: () => {},
      onTrouble: () => {},
    });
    stops.push(() => follower.stop());
    await expect.poll(() => store.state().versions.length, patience).toBe(7);
    const controller = await openController(folder);
    stops.push(() => controller.close());
    const made = makeOffer(makeNeeds({ lots: 3, linesPerLot: 3 }));
    for (const { item } of made.lots.flatMap(({ lines = [] }) => lines))
      if (item) item.ucd13 = fictiveCodes.ucd13;
    const offer = writeMessage(made);
    const control = () => controller.control(offer, '2026-12-02');
    const before = await control();
    expect(before.nomenclatures.map(({ version }) => version)).toEqual(Array(7).fill('premiere'));
    expect(before.findings.filter(({ value }) => value === fictiveCodes.ucd13)).toEqual([]);
    const [ended] = fictiveNomenclatures().flatMap((set) =>
      set.rows.filter(({ code }) => code === fictiveCodes.ucd13),
    );
    const change = new URLSearchParams({
      system: 'UCD',
      effectiveFrom: '2026-12-02',
      content: 'changes',
      label: 'decembre',
    });
    await desk.ask('POST', `/nomenclatures?${change}`, JSON.stringify({ ...ended, validTo: '2026-12-01' }));
    await expect
      .poll(async () => (await control()).nomenclatures.map(({ version }) => version), patience)
      .toContain('decembre');
    const flagged = (await control()).findings.filter(({ value }) => value === fictiveCodes.ucd13);
    expect(flagged.length).toBeGreaterThan(0);
    expect(flagged[0]?.layer).toBe('NOMENCLATURE');
    // A consultation of the day before is judged with what was in force then.
    const then = await controller.control(offer, '2026-12-01');
    expect(then.nomenclatures.map(({ version }) => version)).not.toContain('decembre');
    expect(then.findings.filter(({ value }) => value === fictiveCodes.ucd13)).toEqual([]);
  });
});

type Report = {
  nomenclatures: { version: string }[];
  findings: { value?: string; layer: string }[];
};

/** The controller of the platform over HTTP, with the lists of that folder of updates. */
async function openController(folder: string) {
  const database: TestDatabase = await openTestDatabase();
  const place = await makePlace(database.system, 'CH de Valmont');
  const buyer = await makePerson(database.system, place, 'Acheteuse', ['buyer']);
  const app = await openTestApp({}, async () => buyer);
  mountMarches(app, {
    database: database.app,
    nomenclatures: followNomenclatures(folder, () => {}),
    keys: { signer: null, trustFolder: null, tsaUrl: null },
    version: '0',
    onTrouble: () => {},
  });
  await app.ready();
  return {
    async control(message: string, on: string): Promise<Report> {
      const reply = await app.inject({
        method: 'POST',
        url: `/api/mio/controls?on=${on}`,
        headers: { 'content-type': 'application/xml' },
        payload: message,
      });
      return reply.json();
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}
