/** What a peer may do to us, and we to it. */
export type PeerRoles = {
  /** It sends images here. */
  mayStore: boolean;
  /** It searches and fetches here, what its structure may see. */
  mayQuery: boolean;
  /** We search there. */
  query: boolean;
  /** How we fetch there: `move` has it send to our reception (C-GET where it refuses), `get` takes on our own association. */
  retrieve: 'no' | 'move' | 'get';
  /** We send there. */
  store: boolean;
  /** It answers storage commitment. */
  commit: boolean;
};

export const characterSets = ['ISO_IR 6', 'ISO_IR 100', 'ISO_IR 192'] as const;

/** A DICOM application of a structure: a PACS, a scanner. */
export type Peer = {
  id: string;
  structureId: string;
  aeTitle: string;
  name: string;
  /** Where we call it; null where it only calls us. */
  host: string | null;
  port: number | null;
  /** Whether we call it through TLS. */
  usesTls: boolean;
  /** IP addresses, CIDR blocks or `*`, and SHA-256 fingerprints (lower-case hex): what binds its AE title. */
  addresses: string[];
  certificates: string[];
  requiresTls: boolean;
  roles: PeerRoles;
  /** UIDs that it prefers, in order; empty: whatever it accepts. */
  transferSyntaxes: string[];
  characterSet: (typeof characterSets)[number];
  maxAssociations: number;
  maxBytesPerSecond: number | null;
  isActive: boolean;
};

/** With whether a regional administrator approved that it searches here, bound as it is, and that we send there as it is called. */
export type ApprovedPeer = Peer & { isQueryApproved: boolean; isStoreApproved: boolean };

/** A peer that we can call. */
export type CalledPeer = Peer & { host: string; port: number };

export function isCalled(peer: Peer): peer is CalledPeer {
  return peer.host !== null && peer.port !== null;
}
