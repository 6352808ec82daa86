import { Buffer as BrowserBuffer } from 'buffer/';

// The readers of @liaison/dicom work on Buffer, which browsers lack; it must be there before they are loaded.
if (!('Buffer' in globalThis)) Object.defineProperty(globalThis, 'Buffer', { value: BrowserBuffer });
