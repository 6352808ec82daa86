import { readFileSync, statSync } from 'node:fs';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** A machine that may call us, as the directory knew it when the snapshot was written. */
export type Peer = {
  /** Empty in a snapshot of version 1. */
  readonly id: string;
  readonly aeTitle: string;
  readonly structureId: string;
  /** IP addresses and CIDR blocks, or `*`: from anywhere (not in production, unless certificates bind it). */
  readonly addresses: readonly string[];
  /** SHA-256 fingerprints of its certificates, lower-case hex: where there are any, it calls through TLS with one of them. */
  readonly certificates: readonly string[];
  readonly requiresTls: boolean;
  /** Associations at once; null: as many as for anyone. */
  readonly maxAssociations: number | null;
  readonly maxBytesPerSecond: number | null;
  readonly mayStore: boolean;
  readonly mayQuery: boolean;
};

/** Where a call comes from; `certificate` as in `Peer`, null without one. */
export type Caller = {
  readonly address: string;
  readonly isTls: boolean;
  readonly certificate: string | null;
};

type KnownPeer = { readonly peer: Peer; allows(caller: Caller): boolean };

export type PeerBook = {
  /**
   * The peer that bears this calling AE title and may call from there. One known by its certificate goes before one known
   * by its address; undefined where two structures could claim the call.
   */
  find(callingAeTitle: string, caller: Caller): Peer | undefined;
  /** Whether any peer may call from there. */
  knows(caller: Caller): boolean;
  close(): void;
};

const pollMs = 500;

/**
 * The peers of a snapshot file, `{"version": 2, "peers": [Peer]}` (version 1: `{aeTitle, structureId, addresses}` only),
 * read again within a second of its changing. While it cannot be read the last good one holds; without any, nobody is
 * known. `isProduction`: what is bound neither to addresses nor to certificates is refused.
 */
export function openPeerBook(
  file: string,
  isProduction: boolean,
  onFailure: (error: unknown) => void,
): PeerBook {
  let known = new Map<string, KnownPeer[]>();
  let seen = '';
  const refresh = (): void => {
    try {
      const { mtimeMs, size, ino } = statSync(file);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version === seen) return;
      known = parsePeers(readFileSync(file, 'utf8'), isProduction);
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
    find: (callingAeTitle, caller) => choose(known.get(callingAeTitle) ?? [], caller),
    knows: (caller) => [...known.values()].flat().some((candidate) => candidate.allows(caller)),
    close: () => clearInterval(timer),
  };
}

function choose(candidates: readonly KnownPeer[], caller: Caller): Peer | undefined {
  const possible = candidates.filter((candidate) => candidate.allows(caller)).map(({ peer }) => peer);
  const certified = possible.filter((peer) => peer.certificates.length > 0);
  const [first, ...others] = certified.length > 0 ? certified : possible;
  // Images put into the wrong structure are worse than a refused call.
  return others.every((other) => other.structureId === first?.structureId) ? first : undefined;
}

/** Throws `TypeError` on anything that is not a snapshot. */
export function parsePeers(json: string, isProduction: boolean): Map<string, KnownPeer[]> {
  const snapshot: unknown = JSON.parse(json);
  const version = field(snapshot, 'version') ?? 1;
  if (version !== 1 && version !== 2) throw new TypeError('version: 1 or 2 expected');
  const peers = field(snapshot, 'peers');
  if (!Array.isArray(peers)) throw new TypeError('peers: a list expected');
  const known = new Map<string, KnownPeer[]>();
  for (const value of peers) {
    const peer = version === 1 ? parseFirstVersion(value) : parsePeer(value);
    const ofTitle = known.get(peer.aeTitle) ?? [];
    known.set(peer.aeTitle, [...ofTitle, { peer, allows: callerTest(peer, isProduction) }]);
  }
  return known;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  if (typeof found !== 'string') throw new TypeError(`${name}: text expected`);
  return found;
}

function list(value: unknown, name: string): string[] {
  const found = field(value, name);
  if (!Array.isArray(found)) throw new TypeError(`${name}: a list expected`);
  return found.map(String);
}

function flag(value: unknown, name: string): boolean {
  const found = field(value, name);
  if (typeof found !== 'boolean') throw new TypeError(`${name}: true or false expected`);
  return found;
}

function limit(value: unknown, name: string): number | null {
  const found = field(value, name) ?? null;
  if (found === null) return null;
  if (typeof found !== 'number' || !(found > 0)) throw new TypeError(`${name}: a number above 0 expected`);
  return found;
}

function parseBinding(value: unknown): Pick<Peer, 'aeTitle' | 'structureId' | 'addresses'> {
  const aeTitle = text(value, 'aeTitle');
  if (aeTitle === '') throw new TypeError('aeTitle: text expected');
  return { aeTitle, structureId: text(value, 'structureId'), addresses: list(value, 'addresses') };
}

function parseFirstVersion(value: unknown): Peer {
  return {
    id: '',
    ...parseBinding(value),
    certificates: [],
    requiresTls: false,
    maxAssociations: null,
    maxBytesPerSecond: null,
    mayStore: true,
    mayQuery: false,
  };
}

function parsePeer(value: unknown): Peer {
  return {
    id: text(value, 'id'),
    ...parseBinding(value),
    certificates: list(value, 'certificates').map(plainFingerprint),
    requiresTls: flag(value, 'requiresTls'),
    maxAssociations: limit(value, 'maxAssociations'),
    maxBytesPerSecond: limit(value, 'maxBytesPerSecond'),
    mayStore: flag(value, 'mayStore'),
    mayQuery: flag(value, 'mayQuery'),
  };
}

/** `AB:CD…` of openssl as `abcd…`. */
export function plainFingerprint(fingerprint: string): string {
  const plain = fingerprint.replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(plain)) throw new TypeError('certificates: SHA-256 fingerprints expected');
  return plain;
}

/** Each thing that a peer is bound to must hold; what is bound to nothing may call from nowhere. */
function callerTest(peer: Peer, isProduction: boolean): (caller: Caller) => boolean {
  const certificates = new Set(peer.certificates);
  const isCertified = certificates.size > 0;
  const isWithin = addressTest(peer.addresses, isCertified, isProduction);
  return ({ address, isTls, certificate }) => {
    if ((peer.requiresTls || isCertified) && !isTls) return false;
    if (isCertified && (certificate === null || !certificates.has(certificate))) return false;
    return isWithin(address);
  };
}

function addressTest(
  addresses: readonly string[],
  isCertified: boolean,
  isProduction: boolean,
): (address: string) => boolean {
  const named = addresses.filter((entry) => entry !== '*');
  const isAnywhere = named.length < addresses.length ? isCertified || !isProduction : false;
  if (isAnywhere || (isCertified && addresses.length === 0)) return () => true;
  const blocks = new BlockList();
  for (const entry of named) addEntry(blocks, entry);
  return (address) => isIP(address) !== 0 && blocks.check(address, family(address));
}

function addEntry(blocks: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  if (isIP(address) === 0) throw new TypeError('addresses: IP address or CIDR block expected');
  if (bits === undefined) blocks.addAddress(address, family(address));
  else blocks.addSubnet(address, Number(bits), family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

/** An IPv4 address as such, also when the socket gives it as an IPv6 one (`::ffff:10.0.0.1`). */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}
