import type { Occupancy } from './occupancy.ts';
import type { Peer } from './peers.ts';
import { openThrottle, type Throttle } from './throttle.ts';

type Load = { count: number; readonly throttle: Throttle; elsewhere: number; readAtMs: number };

/** For how long the counts of other receivers are taken as they were read. */
const freshMs = 1000;

export function keyOfPeer(peer: Peer): string {
  return peer.id || `${peer.structureId}/${peer.aeTitle}`;
}

/** What each peer has open here and elsewhere on this machine, and what it sends: its limits are held by this. */
export class PeerLoads {
  readonly #occupancy: Occupancy;
  readonly #loads = new Map<string, Load>();

  constructor(occupancy: Occupancy) {
    this.#occupancy = occupancy;
  }

  /** Associations open here, of every peer. */
  get total(): number {
    let total = 0;
    for (const load of this.#loads.values()) total += load.count;
    return total;
  }

  /** Associations of that peer, here and elsewhere. */
  countOf(peer: Peer): number {
    const key = keyOfPeer(peer);
    return (this.#loads.get(key)?.count ?? 0) + this.#occupancy.elsewhere(key);
  }

  opened(peer: Peer): void {
    this.#loadOf(peer).count += 1;
    this.#publish();
  }

  closed(peer: Peer): void {
    const load = this.#loadOf(peer);
    load.count -= 1;
    if (load.count === 0) this.#loads.delete(keyOfPeer(peer));
    this.#publish();
  }

  /** How long nothing more should be read of that peer, in ms: its rate is shared by the receivers as its associations are. */
  take(peer: Peer, bytes: number): number {
    if (peer.maxBytesPerSecond === null) return 0;
    const now = performance.now();
    const load = this.#loadOf(peer);
    if (now - load.readAtMs > freshMs) {
      load.elsewhere = this.#occupancy.elsewhere(keyOfPeer(peer));
      load.readAtMs = now;
    }
    const own = Math.max(1, load.count);
    return load.throttle.take(bytes, (peer.maxBytesPerSecond * own) / (own + load.elsewhere), now);
  }

  #loadOf(peer: Peer): Load {
    const key = keyOfPeer(peer);
    const known = this.#loads.get(key);
    if (known) return known;
    const load = { count: 0, throttle: openThrottle(), elsewhere: 0, readAtMs: Number.NEGATIVE_INFINITY };
    this.#loads.set(key, load);
    return load;
  }

  #publish(): void {
    this.#occupancy.publish(new Map([...this.#loads].map(([key, { count }]) => [key, count])));
  }
}
