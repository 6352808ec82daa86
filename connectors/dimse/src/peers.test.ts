import { describe, expect, it } from 'vitest';

import { parsePeers, plainAddress, plainFingerprint, type Caller } from './peers.ts';

const fingerprint = 'ab'.repeat(32);
const second = {
  id: 'p1',
  aeTitle: 'A',
  structureId: 's',
  addresses: ['10.0.0.0/8'],
  certificates: [],
  requiresTls: false,
  maxAssociations: 4,
  maxBytesPerSecond: null,
  mayStore: true,
  mayQuery: false,
};

function callFrom(address: string, change: Partial<Caller> = {}): Caller {
  return { address, isTls: false, certificate: null, ...change };
}

function allows(peer: object, caller: Caller, isProduction = false): boolean {
  const known = parsePeers(JSON.stringify({ version: 2, peers: [{ ...second, ...peer }] }), isProduction);
  return known.get('A')?.[0]?.allows(caller) ?? false;
}

describe('the addresses of a peer', () => {
  it.each([
    [['10.1.2.3'], '10.1.2.3', true],
    [['10.1.2.3'], '10.1.2.4', false],
    [['10.1.0.0/16'], '10.1.255.1', true],
    [['10.1.0.0/16'], '10.2.0.1', false],
    [['10.9.9.9', '192.168.0.0/24'], '192.168.0.7', true],
    [['2001:db8::/32'], '2001:db8::1', true],
    [['2001:db8::/32'], '10.0.0.1', false],
    [[], '10.0.0.1', false],
    [['*'], '203.0.113.5', true],
    [['0.0.0.0/0'], '', false],
  ])('%j let %s in: %s', (addresses, address, expected) => {
    expect(allows({ addresses }, callFrom(address))).toBe(expected);
  });

  it('are plain IPv4 ones also on a socket that listens to both', () => {
    expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(plainAddress('::1')).toBe('::1');
  });

  it('are named in production: from anywhere is from nowhere, unless certificates bind the peer', () => {
    expect(allows({ addresses: ['*'] }, callFrom('203.0.113.5'), true)).toBe(false);
    expect(allows({ addresses: ['*', '10.0.0.1'] }, callFrom('10.0.0.1'), true)).toBe(true);
    const certified = { addresses: ['*'], certificates: [fingerprint] };
    const caller = callFrom('203.0.113.5', { isTls: true, certificate: fingerprint });
    expect(allows(certified, caller, true)).toBe(true);
  });
});

describe('the certificates of a peer', () => {
  it.each([
    ['its own, from anywhere when no address is named', [], { isTls: true, certificate: fingerprint }, true],
    ['its own, from its address', ['10.0.0.0/8'], { isTls: true, certificate: fingerprint }, true],
    ['its own, from elsewhere', ['192.0.2.0/24'], { isTls: true, certificate: fingerprint }, false],
    ['another', [], { isTls: true, certificate: 'cd'.repeat(32) }, false],
    ['none', ['10.0.0.0/8'], { isTls: true }, false],
    ['none in the clear', ['10.0.0.0/8'], {}, false],
  ])('let it in with %s: %s', (_name, addresses, change, expected) => {
    expect(allows({ addresses, certificates: [fingerprint] }, callFrom('10.0.0.1', change))).toBe(expected);
  });

  it('may be written as openssl does', () => {
    expect(plainFingerprint(Array(32).fill('AB').join(':'))).toBe(fingerprint);
  });

  it('are not needed where TLS alone is', () => {
    expect(allows({ requiresTls: true }, callFrom('10.0.0.1'))).toBe(false);
    expect(allows({ requiresTls: true }, callFrom('10.0.0.1', { isTls: true }))).toBe(true);
  });
});

describe('a snapshot', () => {
  it.each([
    ['[]', 'peers'],
    ['{"peers":[{"structureId":"s","addresses":[]}]}', 'aeTitle'],
    ['{"peers":[{"aeTitle":"A","addresses":[]}]}', 'structureId'],
    ['{"peers":[{"aeTitle":"A","structureId":"s"}]}', 'addresses'],
    ['{"peers":[{"aeTitle":"A","structureId":"s","addresses":["hospital"]}]}', 'IP address'],
    ['{"peers":[{"aeTitle":"A","structureId":"s","addresses":["10.0.0.0/99"]}]}', '99'],
    ['{"version":3,"peers":[]}', 'version'],
    [JSON.stringify({ version: 2, peers: [{ ...second, mayStore: undefined }] }), 'mayStore'],
    [JSON.stringify({ version: 2, peers: [{ ...second, certificates: ['ab'] }] }), 'fingerprints'],
    [JSON.stringify({ version: 2, peers: [{ ...second, maxAssociations: 0 }] }), 'maxAssociations'],
  ])('is refused whole when a part of it is wrong: %s', (json, message) => {
    expect(() => parsePeers(json, false)).toThrow(message);
  });

  it('of version 1 says who may store', () => {
    const json = '{"version":1,"peers":[{"aeTitle":"A","structureId":"s","addresses":["10.0.0.1"]}]}';
    const [known] = parsePeers(json, false).get('A') ?? [];
    expect(known?.peer).toMatchObject({ mayStore: true, mayQuery: false, maxAssociations: null });
    expect(known?.allows(callFrom('10.0.0.1'))).toBe(true);
  });
});
