import { FileSpaceError, writeFile, type FileSpace, type FileSpaceTrouble } from '@liaison/file-space';
import type { ChannelKind, Reason } from '../contract.ts';
import { ChannelError, type Channel } from '../ports.ts';

/** Where a partner and we leave files for each other: an SFTP account, or a folder that both reach. */
export type FileExchange = {
  readonly structureId: string;
  /** The operator's name of it. */
  readonly endpoint: string;
  readonly kind: Extract<ChannelKind, 'sftp' | 'folder'>;
  /** Ours for him, his for us, and where his are kept once they are taken. */
  readonly folders: { readonly outgoing: string; readonly incoming: string; readonly done: string };
  readonly space: FileSpace;
};

/** Leaves messages as files, under names that are the same when one is left again. */
export function openFileChannel(kind: FileExchange['kind'], exchanges: readonly FileExchange[]): Channel {
  return {
    kind,
    async send({ structureId, endpoint, name, bytes }) {
      const found = exchanges.find(
        (one) => one.kind === kind && one.structureId === structureId && one.endpoint === endpoint,
      );
      if (!found) throw new ChannelError('no-channel', true);
      try {
        await writeFile(found.space, found.folders.outgoing, name, bytes);
      } catch (error) {
        if (!(error instanceof FileSpaceError)) throw error;
        throw new ChannelError(reasons[error.trouble], true, error.detail, { cause: error });
      }
    },
  };
}

const reasons: Readonly<Record<FileSpaceTrouble, Reason>> = {
  unreachable: 'unreachable',
  unauthorised: 'unauthorised',
  'other-host': 'other-host',
  'no-room': 'no-room',
  'too-large': 'too-large',
  missing: 'refused-there',
  'bad-name': 'refused-there',
  unforeseen: 'unforeseen',
};
