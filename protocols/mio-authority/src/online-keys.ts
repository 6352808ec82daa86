/** The part of an authority that works online: what its server signs with, and nothing that could replace these keys. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustRoot, UpdateKey } from '@liaison/mio-bundle';
import type { Issuer } from '@liaison/pki';
import { makeFolder, readBytes, writeBytes } from './files.ts';
import { readCertificates, readKey } from './key-files.ts';
import { files } from './layout.ts';
import { locked, readRegister, writeRegister, type Register } from './register.ts';
import { idIn, readUpdateRoot } from './update-keys.ts';

/** The root's key and those of trust stay where they were made. */
const online = [
  files.issuingKey,
  files.updateKey,
  files.pointerKey,
  files.root,
  files.issuing,
  files.rootList,
  files.issuingList,
  files.updateRoot,
  files.register,
] as const;

/**
 * Gives a server what it needs, into `output`; from then on certificates are delivered and revoked there, since two
 * registers would contradict each other. Again after a rotation or with a renewed list of the root. @throws KeyFolderError
 */
export function entrustAuthority(folder: string, output: string, now: Date): void {
  locked(folder, () => {
    const register = readRegister(join(folder, files.register));
    makeFolder(join(output, files.trust));
    // The register goes once: what the server has done since is not in ours.
    const isAgain = existsSync(join(output, files.register));
    for (const file of online) {
      if (file === files.register && isAgain) continue;
      writeBytes(
        join(output, file),
        readBytes(join(folder, file)),
        file.endsWith('.cle.pem') || file === files.register,
      );
    }
    if (register.entrustedAt === undefined)
      writeRegister(folder, { ...register, entrustedAt: now.toISOString() });
  });
}

/** Keys in service, as the folder has them now: a rotation takes effect with no restart. */
export type OnlineKeys = {
  readonly issuer: Issuer;
  /** DER. */
  readonly rootCertificate: Buffer;
  /** DER, made offline once a year. */
  readonly rootList: Buffer;
  readonly trustRoot: TrustRoot;
  readonly update: UpdateKey;
  readonly pointer: UpdateKey;
  /** What was given out before the server had it. */
  readonly register: Register;
};

/** @throws KeyFolderError */
export function openOnlineKeys(folder: string, passphrase: string): OnlineKeys {
  const [certificate] = readCertificates(join(folder, files.issuing));
  const [rootCertificate] = readCertificates(join(folder, files.root));
  const trustRoot = readUpdateRoot(join(folder, files.updateRoot));
  const updateKey = (file: string): UpdateKey => {
    const key = readKey(join(folder, file), passphrase);
    return { id: idIn(trustRoot, key), key };
  };
  return {
    issuer: { key: readKey(join(folder, files.issuingKey), passphrase), certificate },
    rootCertificate,
    rootList: readBytes(join(folder, files.rootList)),
    trustRoot,
    update: updateKey(files.updateKey),
    pointer: updateKey(files.pointerKey),
    register: readRegister(join(folder, files.register)),
  };
}
