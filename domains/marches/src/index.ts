export { french } from './fr.ts';
