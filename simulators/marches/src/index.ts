export { playMarket, type Tell } from './demonstration.ts';
