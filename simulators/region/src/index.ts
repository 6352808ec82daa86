export { demoRegion, type DemoPerson, type DemoStructure } from './region.ts';
