import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  openAuthorityDesk,
  TestCeremony,
  type AuthorityDesk,
  type TestLicence,
} from '@liaison/authority/testing';
import { seenEntries } from '@liaison/journal/testing';
import { readTrust, signAssertion, streamUrl } from '@liaison/mio-authority';
import { openUpdateStore, type UpdateStore } from '@liaison/mio-bundle';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuthorityClient } from './authority-client.ts';
import { followAuthority } from './follow-authority.ts';
import { openProxy } from './testing-proxy.ts';

const start = new Date('2026-12-01T09:00:00Z');
const dayMs = 24 * 60 * 60 * 1000;
const rows = Array.from(
  { length: 2000 },
  (_, index) => `${9_910_001 + index};Ciment ${index} (fictif);2020-01-01;;;;`,
);
const command = resolve(import.meta.dirname, '../../../apps/mio/src/main.ts');
/** Waiting in vain is what fails; how long is no measure. */
const patience = { timeout: 30_000, interval: 50 };

describe('a subscribed controller', () => {
  let parent: string;
  let desk: AuthorityDesk;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), 'abonne-'));
    desk = await openAuthorityDesk(start);
    await desk.renew();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
    await desk.close();
    rmSync(parent, { recursive: true });
  });

  const follow = (licence: TestLicence | null, url = desk.url) => {
    const folder = join(parent, `maj-${readdirSync(parent).length}`);
    const store = openUpdateStore(folder, desk.ceremony.root, '1.0.0');
    const troubles: unknown[] = [];
    const follower = followAuthority({
      store,
      client: openAuthorityClient({ url, signer: licence?.signer ?? null, now: () => desk.clock.now() }),
      installation: { name: 'hôpital', controllerVersion: '1.0.0' },
      isSubscribed: licence !== null,
      trustFolder: null,
      now: () => desk.clock.now(),
      pullEveryMs: 200,
      firstRetryMs: 50,
      onInstalled: () => {},
      onTrouble: (error) => troubles.push(error),
    });
    stops.push(() => follower.stop());
    return { folder, store, troubles };
  };
  const versionOf = (store: UpdateStore) => store.state().versions.at(-1)?.version ?? 0;
  const subscribers = async () => (await (await desk.ask('GET', '/subscribers')).json()).subscribers;
  const change = (label: string) =>
    desk.publish('LPPR', '2026-12-01', [`9910001;${label} (fictif);2020-01-01;;;;`]);

  it('is pushed each publication, and the authority knows what it has, late ones first', async () => {
    const [quick, slow] = [await desk.deliver(), await desk.deliver()];
    await desk.publish('LPPR', '2026-12-01', rows);
    const { store } = follow(quick);
    await expect.poll(() => versionOf(store), patience).toBe(1);
    const late = openAuthorityClient({ url: desk.url, signer: slow.signer, now: () => desk.clock.now() });
    await late.report({
      installation: 'lent',
      controllerVersion: '0.9.0',
      rootVersion: 1,
      pointerSequence: 0,
      installed: [],
      trouble: 'bundle/controller',
    });
    await change('deux');
    await expect.poll(() => versionOf(store), patience).toBe(2);
    await expect
      .poll(
        async () =>
          (await subscribers()).map((one: { bundles: { version: number }[] }) => one.bundles[0]?.version),
        patience,
      )
      .toEqual([null, 2]);
    const [behind, ahead] = await subscribers();
    expect(behind).toMatchObject({
      installation: 'lent',
      isConnected: false,
      bundles: [{ isLate: true, latest: 2 }],
    });
    expect(behind.trouble).toContain('contrôleur plus récent');
    expect(ahead).toMatchObject({
      installation: 'hôpital',
      isConnected: true,
      lateSince: null,
      trouble: null,
    });
    const told = (await seenEntries(desk.database.system)).filter(
      ({ act }) => act === 'authority.updates-reported',
    );
    expect(told.map(({ actor_name }) => actor_name)).toContain(`licence ${quick.number}`);
  });

  it('looks now and then without a licence, and tells nobody', async () => {
    await desk.publish('LPPR', '2026-12-01', rows);
    const { store } = follow(null);
    await expect.poll(() => versionOf(store), patience).toBe(1);
    await change('deux');
    await expect.poll(() => versionOf(store), patience).toBe(2);
    expect(await subscribers()).toEqual([]);
  });

  it('is cut off when its licence is suspended or revoked, with a line of the journal, and may still look', async () => {
    const licence = await desk.deliver();
    await desk.publish('LPPR', '2026-12-01', rows);
    const { store, troubles } = follow(licence);
    await expect.poll(() => versionOf(store), patience).toBe(1);
    await desk.ask('POST', `/licences/${licence.id}/suspend`, { reason: 'facture impayée' });
    await expect.poll(() => troubles.map(String).join(), patience).toContain('n’est pas en vigueur');
    await desk.ask('POST', `/licences/${licence.id}/reinstate`, { reason: 'réglée' });
    await expect.poll(async () => (await subscribers())[0]?.isConnected, patience).toBe(true);
    await desk.ask('POST', `/licences/${licence.id}/revoke`, { reason: 'clé volée', cause: 'keyCompromise' });
    await expect.poll(() => troubles.map(String).join(), patience).toContain('est révoqué');
    await change('deux');
    await expect.poll(() => versionOf(store), patience).toBe(2);
    const refused = (await seenEntries(desk.database.system)).filter(
      ({ act }) => act === 'authority.subscriber-refused',
    );
    expect(refused.map(({ details }) => details['code'])).toContain('authority/certificate-revoked');
  });

  it('is nobody with an assertion that is old, for another authority, or of another authority’s licence', async () => {
    const { signer } = await desk.deliver();
    const statusOf = async (token: string) =>
      (await fetch(`${desk.url}${streamUrl}`, { headers: { authorization: `Bearer ${token}` } })).status;
    const old = new Date(start.getTime() - 600_000);
    const future = new Date(start.getTime() + 600_000);
    const reply = await fetch(`${desk.url}${streamUrl}`, {
      headers: { authorization: `Bearer ${await signAssertion(signer, desk.url, start)}` },
    });
    expect(reply.status).toBe(200);
    await reply.body?.cancel();
    expect(await statusOf(await signAssertion(signer, desk.url, old))).toBe(401);
    expect(await statusOf(await signAssertion(signer, desk.url, future))).toBe(401);
    expect(await statusOf(await signAssertion(signer, 'https://autre.example', start))).toBe(401);
    expect(await statusOf('x'.repeat(40))).toBe(401);
    using ceremony = new TestCeremony(start);
    const other = await openAuthorityDesk(start, ceremony);
    stops.push(() => other.close());
    const stranger = await other.deliver();
    expect(await statusOf(await signAssertion(stranger.signer, desk.url, start))).toBe(401);
    const [own, ...chain] = stranger.signer.certificates;
    const disguised = {
      key: stranger.signer.key,
      certificates: [signer.certificates[0], own, ...chain],
    } as const;
    expect(
      await statusOf(
        await signAssertion({ ...disguised, certificates: [...disguised.certificates] }, desk.url, start),
      ),
    ).toBe(401);
  });

  it('is refused with a certificate that is over, though its licence goes on under another', async () => {
    const { id, signer } = await desk.deliver();
    await desk.ask('POST', `/licences/${id}/renew`, { validTo: '2028-06-30', request: '' });
    const statusIn = async (days: number) => {
      const now = new Date(start.getTime() + days * dayMs);
      desk.clock.advance(now.getTime() - desk.clock.now().getTime());
      const authorization = `Bearer ${await signAssertion(signer, desk.url, now)}`;
      const reply = await fetch(`${desk.url}${streamUrl}`, { headers: { authorization } });
      await reply.body?.cancel();
      return reply.status;
    };
    expect([await statusIn(363), await statusIn(365), await statusIn(365.01)]).toEqual([200, 401, 401]);
    const refusals = async () =>
      (await seenEntries(desk.database.system)).filter(({ act }) => act === 'authority.subscriber-refused');
    expect((await refusals()).map(({ details }) => details['code'])).toEqual(['authority/certificate-over']);
    // An hour later, the journal has it once more.
    expect(await statusIn(365.1)).toBe(401);
    expect(await refusals()).toHaveLength(2);
  });

  it('that is killed in the middle of a download goes on from there', async () => {
    await desk.publish('LPPR', '2026-12-01', rows);
    const proxy = await openProxy(desk.url);
    stops.push(() => proxy.close());
    proxy.hangAfter = 5000;
    const folder = join(parent, 'maj');
    const root = join(desk.ceremony.folder, 'confiance', 'racine-maj.json');
    const run = () =>
      spawn(process.execPath, [command, 'update', folder, '--from', proxy.url, '--root', root], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const killed = run();
    const part = () => {
      const incoming = join(folder, 'incoming');
      const [name] = statSync(incoming, { throwIfNoEntry: false }) ? readdirSync(incoming) : [];
      return name === undefined ? 0 : statSync(join(incoming, name)).size;
    };
    await expect.poll(part, patience).toBe(5000);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(openUpdateStore(folder, null, '1.0.0').state().versions).toEqual([]);
    proxy.hangAfter = null;
    const again = run();
    let written = '';
    again.stdout.on('data', (piece) => (written += String(piece)));
    const [code] = await once(again, 'close');
    expect([code, written]).toEqual([0, 'Installé : lppr, version 1.\nlppr : version 1 en vigueur.\n']);
    expect(proxy.ranges).toEqual(['bytes=0-', 'bytes=5000-']);
  });

  it('keeps the lists of revocations of its folder of trust fresh', async () => {
    const licence = await desk.deliver();
    const trust = join(desk.ceremony.folder, 'confiance');
    const revokedIn = () => readTrust(trust).lists.flatMap(({ revocations }) => [...revocations.values()]);
    await desk.ask('POST', `/licences/${licence.id}/revoke`, { reason: 'x', cause: 'superseded' });
    expect(revokedIn()).toEqual([]);
    desk.clock.advance(5 * dayMs);
    await desk.renew();
    const client = openAuthorityClient({ url: desk.url, signer: null });
    const folder = join(parent, 'listes');
    const follower = followAuthority({
      store: openUpdateStore(folder, desk.ceremony.root, '1.0.0'),
      client,
      installation: { name: 'hôpital', controllerVersion: '1.0.0' },
      isSubscribed: false,
      trustFolder: trust,
      now: () => desk.clock.now(),
      pullEveryMs: 200,
      firstRetryMs: 50,
      onInstalled: () => {},
      onTrouble: () => {},
    });
    stops.push(() => follower.stop());
    await expect.poll(() => revokedIn().map(({ reason }) => reason), patience).toEqual(['superseded']);
  });
});
