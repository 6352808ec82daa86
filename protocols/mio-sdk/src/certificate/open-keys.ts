import { KeyFolderError, readSigner, readTrust } from '@liaison/mio-authority';
import type { CertificateSigner } from '@liaison/mio-certificate';
import type { Trust } from '@liaison/pki';
import { SdkError } from '../error.ts';

/** The controller's key and chain, from the folder that the authority gave. @throws SdkError `sdk/file` */
export function openSigner(folder: string, passphrase: string): CertificateSigner {
  return orSdkError(() => readSigner(folder, passphrase));
}

/**
 * Whom a folder says to believe: certificates of authorities in `.pem` files, and their lists of revocations in `.crl`
 * files. @throws SdkError `sdk/file`
 */
export function openTrust(folder: string): Trust {
  return orSdkError(() => readTrust(folder));
}

function orSdkError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyFolderError) throw new SdkError('sdk/file', error.message, { cause: error });
    throw error;
  }
}
