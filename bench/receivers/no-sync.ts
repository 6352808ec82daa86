import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Loaded into a receive role before it starts, to measure it like for like beside receivers that sync nothing. */
fs.fdatasyncSync = () => {};
fs.fsyncSync = () => {};
syncBuiltinESMExports();
