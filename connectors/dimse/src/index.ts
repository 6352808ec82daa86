/** Reception of images over DICOM, in a process of its own. */
export {
  loadReceiver,
  startReceiver,
  type Receiver,
  type ReceiverLimits,
  type ReceiverOptions,
} from './receiver.ts';
export type { ReceptionEvent, ReceptionEventKind } from './events.ts';
export type { Peer } from './peers.ts';
export type { TlsFiles } from './tls-listener.ts';
export { relayAddress } from './relay-address.ts';
export { awayStatus, relayedServices } from './relay.ts';
export {
  encodeFrame,
  frameKinds,
  readFrames,
  type EndHead,
  type RelayedRequestHead,
  type ResponseHead,
  type StoredHead,
  type StoreHead,
  type StoreRegion,
} from './relay-frames.ts';
