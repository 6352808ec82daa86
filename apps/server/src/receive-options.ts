/**
 * Options of Node for the `receive` role. Images pass through buffers outside the heap, and what little lives on it dies
 * young: the young generation needs no 16 MB, of which it would keep what loading the modules took.
 */
export const receiveExecArgv: readonly string[] = ['--max-semi-space-size=2'];
