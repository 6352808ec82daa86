export { announce, openLive, parseTopic, type Hint, type Live, type Topic } from './live.ts';
