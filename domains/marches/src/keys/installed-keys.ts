import { KeyFolderError, readSigner, readTrust } from '@liaison/mio-authority';
import { signerOf, type CertificateSigner } from '@liaison/mio-certificate';
import { readCertificate } from '@liaison/pki';
import type { InstalledController } from '../contract.ts';

/** Folders that the operator names: the controller's key as its authority gave it, and who is trusted. */
export type InstalledKeys = {
  readonly signer: { readonly folder: string; readonly passphrase: string } | null;
  readonly trustFolder: string | null;
  /** Time-stamping authority (RFC 3161), one of the trusted. */
  readonly tsaUrl: string | null;
};

/** Whom the installation's key names, or why it cannot certify. */
export function describeController(
  { signer, trustFolder, tsaUrl }: InstalledKeys,
  now: Date,
): InstalledController {
  const common = { hasTimestamps: tsaUrl !== null, canVerify: trustFolder !== null };
  if (!signer) return { state: 'none', ...common };
  try {
    return { ...common, ...holderOf(readSigner(signer.folder, signer.passphrase), now) };
  } catch (error) {
    if (!(error instanceof KeyFolderError)) throw error;
    return { state: 'unreadable', ...common };
  }
}

export type UnreadableKeys = 'signer' | 'trust';

/** Folders that the operator has to look at: they cannot be read as they should. */
export function findUnreadable({ signer, trustFolder }: InstalledKeys): UnreadableKeys[] {
  const told: UnreadableKeys[] = [];
  if (signer && !isReadable(() => readSigner(signer.folder, signer.passphrase))) told.push('signer');
  if (trustFolder !== null && !isReadable(() => readTrust(trustFolder))) told.push('trust');
  return told;
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof KeyFolderError) return false;
    throw error;
  }
}

function holderOf({ certificates: [own] }: CertificateSigner, now: Date) {
  const { organisation, licence } = signerOf(own);
  const { notBefore, notAfter } = readCertificate(own);
  const state: InstalledController['state'] = now >= notBefore && now <= notAfter ? 'ready' : 'expired';
  return {
    state,
    organisation: organisation.name,
    siret: organisation.siret,
    licence,
    expiresAt: notAfter.toISOString(),
  };
}
