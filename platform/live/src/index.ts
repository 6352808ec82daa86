export { announce, openLive, type Hint, type Live, type Topic } from './live.ts';
