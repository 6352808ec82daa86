/** The kernel's only door. It imports nothing. */
export * from './actor.ts';
export * from './clock.ts';
export * from './control.ts';
export * from './error.ts';
export * from './id.ts';
export * from './result.ts';
