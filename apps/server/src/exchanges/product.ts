import manifest from '../../package.json' with { type: 'json' };

/** As replies and reports name this software. */
export const product = { name: 'Liaison', version: manifest.version };
