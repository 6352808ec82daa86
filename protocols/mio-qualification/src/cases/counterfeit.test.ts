import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { writeMessage } from '@liaison/mio';
import { openTrust, verifyMessage } from '@liaison/mio-sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Chance } from '../chance.ts';
import { drawOffer } from '../market/lines.ts';
import { drawMarket } from '../market/market.ts';
import { Workshop } from '../workshop.ts';
import { graft, spoil } from './counterfeit.ts';

const now = new Date();
const workshop = new Workshop(now);
const { needs, offer } = drawMarket('graine', 'counterfeit', now);
const trust = mkdtempSync(join(tmpdir(), 'confiance-'));
let genuine: string;
let other: string;

beforeAll(async () => {
  for (const [name, bytes] of workshop.trust) writeFileSync(join(trust, basename(name)), bytes);
  const certify = async (message: typeof offer) => {
    const bytes = Buffer.from(writeMessage(message));
    return (await workshop.certify(bytes, 'own', Buffer.from(writeMessage(needs)))).toString('utf8');
  };
  genuine = await certify(offer);
  other = await certify(drawOffer(new Chance('graine', 'other'), needs, offer.header));
});
afterAll(() => rmSync(trust, { recursive: true }));

function verdictOn(certified: string) {
  const { verdict, changes } = verifyMessage(Buffer.from(certified), { trust: openTrust(trust) });
  return { verdict, changes };
}

it('other data under a certificate betray themselves by no digest, and by the signatures alone', () => {
  expect(verdictOn(genuine)).toEqual({ verdict: 'INTACT', changes: [] });
  const grafted = graft(genuine, other);
  expect(grafted).not.toContain(/<cbc:PriceAmount[^>]*>[^<]+/.exec(genuine)?.[0]);
  // No line and nothing around the lines is said to differ from what the certificate tells.
  const changes = [{ kind: 'certificat', change: 'modifiee' }];
  expect(verdictOn(grafted)).toEqual({ verdict: 'SIGNATURE_INVALIDE', changes });
  // The digests are those that the signer makes: a message under its own certificate comes back as it was.
  expect(graft(genuine, genuine)).toBe(genuine);
});

it('a spoilt seal and a spoilt signature are other values, whose data are intact', () => {
  for (const element of ['mio:Sceau', 'ds:SignatureValue'] as const) {
    const spoilt = spoil(genuine, element);
    expect(spoilt.length).toBe(genuine.length);
    expect(spoilt.replace(/<(mio:Sceau|ds:SignatureValue)>[^<]+/g, '')).toBe(
      genuine.replace(/<(mio:Sceau|ds:SignatureValue)>[^<]+/g, ''),
    );
    expect(['SIGNATURE_INVALIDE', 'ALTERE']).toContain(verdictOn(spoilt).verdict);
  }
});
