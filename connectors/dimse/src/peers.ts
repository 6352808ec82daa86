import { readFileSync, statSync } from 'node:fs';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** A machine that may send us images, as the directory knew it when the snapshot was written. */
export type Peer = {
  readonly aeTitle: string;
  readonly structureId: string;
  /** IP addresses and CIDR blocks; none: refused everywhere; `*`: from anywhere (demo). */
  readonly addresses: readonly string[];
};

type KnownPeer = { readonly peer: Peer; allows(address: string): boolean };

export type PeerBook = {
  /** The peer that bears this calling AE title and may call from this address. */
  find(callingAeTitle: string, address: string): Peer | undefined;
  /** Whether any peer may call from this address. */
  knows(address: string): boolean;
  close(): void;
};

const pollMs = 1000;

/**
 * The peers of a snapshot file, `{"version": 1, "peers": [{aeTitle, structureId, addresses}]}`, read again within a
 * second of its changing. While it cannot be read the last good one holds; without any, nobody is known.
 */
export function openPeerBook(file: string, onFailure: (error: unknown) => void): PeerBook {
  let known = new Map<string, KnownPeer[]>();
  let seen = '';
  const refresh = (): void => {
    try {
      const { mtimeMs, size, ino } = statSync(file);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version === seen) return;
      known = parsePeers(readFileSync(file, 'utf8'));
      seen = version;
    } catch (error) {
      if (seen !== 'failed') onFailure(error);
      seen = 'failed';
    }
  };
  refresh();
  const timer = setInterval(refresh, pollMs);
  timer.unref();
  return {
    find: (callingAeTitle, address) =>
      known.get(callingAeTitle)?.find((candidate) => candidate.allows(address))?.peer,
    knows: (address) => [...known.values()].flat().some((candidate) => candidate.allows(address)),
    close: () => clearInterval(timer),
  };
}

/** Throws `TypeError` on anything that is not a snapshot. */
export function parsePeers(json: string): Map<string, KnownPeer[]> {
  const snapshot: unknown = JSON.parse(json);
  const peers = field(snapshot, 'peers');
  if (!Array.isArray(peers)) throw new TypeError('peers: a list expected');
  const known = new Map<string, KnownPeer[]>();
  for (const value of peers) {
    const peer = parsePeer(value);
    known.set(peer.aeTitle, [
      ...(known.get(peer.aeTitle) ?? []),
      { peer, allows: addressTest(peer.addresses) },
    ]);
  }
  return known;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parsePeer(value: unknown): Peer {
  const aeTitle = field(value, 'aeTitle');
  const structureId = field(value, 'structureId');
  const addresses = field(value, 'addresses');
  if (typeof aeTitle !== 'string' || aeTitle === '') throw new TypeError('aeTitle: text expected');
  if (typeof structureId !== 'string') throw new TypeError('structureId: text expected');
  if (!Array.isArray(addresses)) throw new TypeError('addresses: a list expected');
  return { aeTitle, structureId, addresses: addresses.map(String) };
}

function addressTest(addresses: readonly string[]): (address: string) => boolean {
  if (addresses.includes('*')) return () => true;
  const list = new BlockList();
  for (const entry of addresses) addEntry(list, entry);
  return (address) => isIP(address) !== 0 && list.check(address, family(address));
}

function addEntry(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  if (isIP(address) === 0) throw new TypeError('addresses: IP address or CIDR block expected');
  if (bits === undefined) list.addAddress(address, family(address));
  else list.addSubnet(address, Number(bits), family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** An IPv4 address as such, also when the socket gives it as an IPv6 one (`::ffff:10.0.0.1`). */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}
