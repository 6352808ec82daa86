import { fixedClock } from '@liaison/kernel';
import { certify, judgeReplay, verifyMessage } from '@liaison/mio-certificate';
import { controlOf, makeAuthority, makeOffer } from '@liaison/mio-certificate/testing';
import { requestTimestamp } from '@liaison/tsp';
import { describe, expect, it } from 'vitest';
import { startTsa } from './tsa.ts';

const authority = makeAuthority();
const now = new Date('2026-06-02T00:00:00Z');
const trust = authority.trust();
const message = Buffer.from(makeOffer(3));
const stampedAt = new Date('2026-06-01T10:00:30Z');

/** A message that a real authority has stamped. */
async function certifyStamped(signer = authority.issue(), stampers = authority): Promise<Buffer> {
  const clock = fixedClock(stampedAt);
  await using tsa = await startTsa({
    signer: stampers.issue('timestamping'),
    policy: '1.2.250.1.999.1',
    clock,
  });
  const source = { url: tsa.url, policy: null, timeoutMs: 5000 };
  const stamp = async (digest: Buffer) =>
    (await requestTimestamp(source, { digest, trust: stampers.trust(), now: clock.now() })).token;
  return await certify(message, controlOf(message), signer, { stamp });
}

describe('a certificate with a time stamp', () => {
  it('proves when the control was made, offline', async () => {
    const file = await certifyStamped();
    expect(verifyMessage(file, { trust, ruleSets: null, now })).toMatchObject({
      verdict: 'INTACT',
      controlTime: { source: 'prouve', at: stampedAt, authority: 'controleur-7' },
    });
    expect(
      verifyMessage(Buffer.from(file.toString().replaceAll('><', '> <')), { trust, ruleSets: null, now }),
    ).toMatchObject({
      verdict: 'MISE_EN_FORME_MODIFIEE',
      controlTime: { source: 'prouve' },
    });
  });

  it('saves what a stolen key had signed before, which nothing else does', async () => {
    const signer = authority.issue();
    const file = await certifyStamped(signer);
    const stolen = (revokedAt: string) =>
      authority.trust({ serial: signer.serial, reason: 'keyCompromise', revokedAt: new Date(revokedAt) });
    expect(verifyMessage(file, { trust: stolen('2026-06-01T12:00:00Z'), ruleSets: null, now }).verdict).toBe(
      'INTACT',
    );
    expect(verifyMessage(file, { trust: stolen('2026-06-01T09:00:00Z'), ruleSets: null, now }).verdict).toBe(
      'CERTIFICAT_REVOQUE',
    );
    const withoutToken = Buffer.from(file.toString().replace(/<mio:Horodatage>[^<]*<\/mio:Horodatage>/, ''));
    expect(
      verifyMessage(withoutToken, { trust: stolen('2026-06-01T12:00:00Z'), ruleSets: null, now }).verdict,
    ).toBe('CERTIFICAT_REVOQUE');
  });

  it('is only a declaration when nobody here knows the time-stamping authority', async () => {
    const file = await certifyStamped(authority.issue(), makeAuthority());
    expect(verifyMessage(file, { trust, ruleSets: null, now })).toMatchObject({
      verdict: 'INTACT',
      controlTime: { source: 'declare', why: 'tsp/untrusted' },
    });
  });

  it('is refused when control and stamp contradict each other', async () => {
    const signer = authority.issue();
    await using tsa = await startTsa({
      signer: authority.issue('timestamping'),
      policy: '1.2.3',
      clock: fixedClock(stampedAt),
    });
    const stamp = async (digest: Buffer) =>
      (await requestTimestamp({ url: tsa.url, policy: null, timeoutMs: 5000 }, { digest, trust, now })).token;
    const control = controlOf(message, { controlledAt: new Date('2026-06-01T18:00:00Z') });
    const file = await certify(message, control, signer, { stamp });
    expect(verifyMessage(file, { trust, ruleSets: null, now })).toMatchObject({
      verdict: 'SIGNATURE_INVALIDE',
      reason: 'certificate/time',
    });
  });
});

describe('a message that comes again', () => {
  it('is known by its identifier and its data, whatever its form', async () => {
    const remembered = new Map<string, string>();
    const seen = {
      remember: (id: string, digest: string) => {
        const known = remembered.get(id) ?? null;
        if (known === null) remembered.set(id, digest);
        return Promise.resolve(known);
      },
    };
    const signer = authority.issue();
    const verified = async (file: Buffer) =>
      verifyMessage(await certify(file, controlOf(file), signer, { stamp: null }), {
        trust,
        ruleSets: null,
        now,
      });
    expect(await judgeReplay(await verified(message), seen)).toBe('new');
    expect(await judgeReplay(await verified(message), seen)).toBe('again');
    expect(
      await judgeReplay(await verified(Buffer.from(message.toString().replaceAll('\n', ' '))), seen),
    ).toBe('again');
    expect(await judgeReplay(await verified(Buffer.from(makeOffer(4))), seen)).toBe('substituted');
    const altered = verifyMessage(Buffer.from('x'), { trust, ruleSets: null, now });
    await expect(judgeReplay(altered, seen)).rejects.toThrow('only what may be read');
  });
});
