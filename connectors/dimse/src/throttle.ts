/** How far a peer may run ahead of its rate: enough for bursts not to be chopped, too little to be felt by others. */
const burstMs = 250;

/** The rate of one peer, shared by its associations here. */
export type Throttle = {
  /**
   * Counts bytes that came, and gives how long nothing more should be read, in ms; 0: go on. `bytesPerSecond` may change
   * from one call to the next; null: no limit.
   */
  take(bytes: number, bytesPerSecond: number | null, nowMs: number): number;
};

/** A leaky bucket (generic cell rate algorithm): it keeps the instant at which what came would have come at the rate. */
export function openThrottle(): Throttle {
  let dueMs = 0;
  return {
    take(bytes, bytesPerSecond, nowMs) {
      if (bytesPerSecond === null) return 0;
      dueMs = Math.max(dueMs, nowMs) + (bytes / bytesPerSecond) * 1000;
      const ahead = dueMs - nowMs - burstMs;
      return ahead > 0 ? ahead : 0;
    },
  };
}
