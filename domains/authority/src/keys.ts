import { KeyFolderError, openOnlineKeys, type OnlineKeys } from '@liaison/mio-authority';
import { DomainError } from '@liaison/kernel';

/**
 * The keys in service, opened anew at each signature: they stand in no database, and a folder that the operator replaced
 * counts at once. @throws DomainError `authority/not-here`, `authority/keys-closed`
 */
export type OpenKeys = () => OnlineKeys;

/** `folder` null: this installation is no authority. */
export function keysIn(folder: string | null, passphrase: string): OpenKeys {
  return () => {
    if (folder === null) throw new DomainError('missing', 'authority/not-here');
    try {
      return openOnlineKeys(folder, passphrase);
    } catch (error) {
      if (!(error instanceof KeyFolderError)) throw error;
      throw new DomainError('unavailable', 'authority/keys-closed');
    }
  };
}
