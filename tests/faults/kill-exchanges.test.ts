import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangesUrl, listExchanges } from '@liaison/exchanges/contract';
import { makePartner } from '@liaison/exchanges/testing';
import { seededRandom } from '@liaison/dicom/testing';
import { asId } from '@liaison/kernel';
import { readMessage, writeMessage, type Tender } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { demoRegion } from '@liaison/region';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { eventually, pause, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectSealed } from './journal.ts';

const kills = Number(process.env['LIAISON_SOAK_KILLS'] ?? 6);
const offerCount = kills * 5;
const [hospital] = demoRegion.structures;
const laboratory = demoRegion.structures.find(({ siret }) => siret === '00000001800002');
const finess = hospital?.finess ?? '';
const siret = laboratory?.siret ?? '';

describe(`an exchange service that is killed ${kills} times`, () => {
  const random = seededRandom(20261201);
  let root: string;
  let platform: Platform;
  let client: ApiClient;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'kill-exchanges-'));
    const software = [
      { structure: finess, name: 'hopital', path: 'hopital' },
      { structure: siret, name: 'laboratoire', path: 'laboratoire' },
    ];
    writeFileSync(join(root, 'echanges.json'), JSON.stringify({ software }));
    for (const { path } of software)
      for (const folder of ['depot', 'envoyes', 'recus', 'rapports', 'erreurs'])
        mkdirSync(join(root, path, folder), { recursive: true });
    platform = await startPlatform({ LIAISON_EXCHANGES: join(root, 'echanges.json') });
    const ways = [{ channel: 'http' as const, endpoint: '', addresses: [] }];
    const common = { ways, requiresCertificate: false };
    await makePartner(platform.system, asId(hospital?.id ?? ''), siret, common);
    await makePartner(platform.system, asId(laboratory?.id ?? ''), '', {
      ...common,
      participant: { scheme: 'FINESS', id: finess },
    });
    client = await signIn(platform, 'acheteur@demo.liaison');
  });
  afterAll(async () => {
    await platform?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const files = (who: string, folder: string) => {
    try {
      return readdirSync(join(root, who, folder)).filter((name) => !name.startsWith('.'));
    } catch {
      return [];
    }
  };
  const answered = (who: string, prefix: string) =>
    files(who, 'recus')
      .filter((name) => name.startsWith(prefix))
      .map((name) => readMessage(readFileSync(join(root, who, 'recus', name))).message?.header);

  it('brings each message once, and each acknowledgement once', async () => {
    const offers = Array.from({ length: offerCount }, makeOne);
    const dropping = (async () => {
      for (const [index, offer] of offers.entries()) {
        const path = join(root, 'laboratoire/depot', `offre-${index}.xml`);
        writeFileSync(`${path}.tmp`, writeMessage(offer));
        renameSync(`${path}.tmp`, path);
        await pause(100);
      }
    })();
    const killed = new Set<number>();
    while (killed.size < kills) {
      const pid = await eventually(async () => {
        const { exchange } = await platform.roles();
        return exchange !== undefined && !killed.has(exchange) && exchange;
      });
      await pause(200 + random() * 1500);
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
    }
    await dropping;
    await eventually(async () => answered('laboratoire', 'M41').length >= offerCount);
    const sent = offers.map(({ header }) => header.messageId).toSorted(byText);
    expect(
      answered('hopital', 'M20')
        .map((header) => header?.messageId)
        .toSorted(byText),
    ).toEqual(sent);
    expect(
      answered('laboratoire', 'M41')
        .map((header) => header?.inReplyTo?.messageId)
        .toSorted(byText),
    ).toEqual(sent);
    await eventually(async () => files('laboratoire', 'envoyes').length === offerCount);
    expect([files('laboratoire', 'depot'), files('laboratoire', 'erreurs')]).toEqual([[], []]);
    expect(await listStates(client)).toEqual(offers.map(() => 'available'));
  });

  it('kept the chain of its journal', () => expectSealed(platform));
});

async function listStates(client: ApiClient): Promise<string[]> {
  const states: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: unknown } = await client.get(
      `${exchangesUrl}?direction=incoming&limit=100${cursor && `&cursor=${cursor}`}`,
    );
    const page = listExchanges.reply.parse(body);
    states.push(...page.exchanges.map(({ state }) => state));
    cursor = page.nextCursor;
  }
  return states;
}

const byText = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));

function makeOne(): Tender {
  const needs = makeNeeds({ lots: 1, linesPerLot: 1 });
  const offer = makeOffer(needs);
  const { header } = offer;
  return {
    ...offer,
    header: { ...header, sender: { scheme: '0009', id: siret }, receiver: { scheme: 'FINESS', id: finess } },
    tenderer: { ...offer.tenderer, siret },
  };
}
