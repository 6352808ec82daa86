export { french } from './fr.ts';
export { openPlatformChannel } from './dispatching/platform-channel.ts';
export {
  ChannelError,
  type Arrival,
  type Channel,
  type Examining,
  type Parcel,
} from './ports.ts';
export { noteRefusal, takeArrival, type Taken } from './receiving/take-arrival.ts';
export { startExchanges, type Exchanges, type ExchangesOptions } from './running/start-exchanges.ts';
export { openFileChannel, type FileExchange } from './files/file-channel.ts';
export { SoftwareFolderKeeper, softwareFolders, type SoftwareFolder } from './files/software-folder.ts';
export { FileTaker } from './files/take-files.ts';
export { startRounds, type Rounds } from './running/rounds.ts';
