import { describe, expect, it } from 'vitest';

import { parsePeers, plainAddress } from './peers.ts';

function allows(addresses: string[], address: string): boolean {
  const known = parsePeers(
    JSON.stringify({ version: 1, peers: [{ aeTitle: 'A', structureId: 's', addresses }] }),
  );
  return known.get('A')?.[0]?.allows(address) ?? false;
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
    expect(allows(addresses, address)).toBe(expected);
  });

  it('are plain IPv4 ones also on a socket that listens to both', () => {
    expect(plainAddress('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(plainAddress('::1')).toBe('::1');
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
  ])('is refused whole when a part of it is wrong: %s', (json, message) => {
    expect(() => parsePeers(json)).toThrow(message);
  });
});
