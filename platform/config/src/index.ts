export { readConfig, type Config } from './config.ts';
export { environment } from './env.ts';
