export {
  announce,
  authorityTopic,
  openLive,
  parseTopic,
  updatesTopic,
  type Hint,
  type Live,
  type Topic,
} from './live.ts';
