import { KeyFolderError, readSigner, readTrust } from '@liaison/mio-authority';
import { changeFr, verdictsFr, verifyMessage, type Verification } from '@liaison/mio-certificate';
import { ruleSetIdentity, type ControlReport } from '@liaison/mio-control';
import { certifyMessage, SdkError } from '@liaison/mio-sdk';
import type { InstalledKeys } from '../keys/installed-keys.ts';
import type { ShownVerification } from '../contract.ts';

/** `report`: the control of these very bytes. */
export type CertifyTask = { readonly message: Uint8Array; readonly report: ControlReport };

/** The certified message whole; or why there is none, in French; or the operator's folders that cannot be read. */
export type CertifyOutcome =
  | { readonly kind: 'certified'; readonly message: Uint8Array }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'keys-unreadable' };

/** Signs with the installation's key, which is read for each message: it leaves this thread by no way. */
export function makeCertifier({ signer, trustFolder, tsaUrl }: InstalledKeys) {
  return async ({ message, report }: CertifyTask): Promise<CertifyOutcome> => {
    if (!signer) throw new TypeError('no signer to certify with');
    try {
      const timestamp =
        tsaUrl !== null && trustFolder !== null ? { url: tsaUrl, trust: readTrust(trustFolder) } : undefined;
      const key = readSigner(signer.folder, signer.passphrase);
      const certified = await certifyMessage(message, report, key, timestamp ? { timestamp } : {});
      return { kind: 'certified', message: certified };
    } catch (error) {
      if (error instanceof KeyFolderError) return { kind: 'keys-unreadable' };
      if (error instanceof SdkError) return { kind: 'refused', why: error.message };
      throw error;
    }
  };
}

/** Null where the folder of authorities cannot be read. */
export type VerifyOutcome = Omit<ShownVerification, 'report'> | null;

/** More lines than that nobody reads one by one: all are counted. */
const mostChanges = 500;

/** Verifies with the authorities and lists of revocations as they are in their folder at that moment. */
export function makeVerifier({ trustFolder }: InstalledKeys) {
  return (message: Uint8Array): VerifyOutcome => {
    if (trustFolder === null) throw new TypeError('nobody to trust');
    try {
      const trust = readTrust(trustFolder);
      const ruleSets = [ruleSetIdentity().sha256];
      return tell(verifyMessage(message, { trust, ruleSets, now: new Date() }));
    } catch (error) {
      if (error instanceof KeyFolderError) return null;
      throw error;
    }
  };
}

function tell({
  verdict,
  reason,
  certificate,
  changes,
  controlTime,
  isRevocationListStale,
}: Verification): NonNullable<VerifyOutcome> {
  return {
    verdict,
    ...verdictsFr[verdict],
    reason,
    certificate: certificate && {
      organisation: certificate.organisation,
      licence: certificate.licence,
      controller: certificate.controller,
      message: certificate.message,
      ruleSet: certificate.ruleSet,
      nomenclatures: [...certificate.nomenclatures],
      verdict: certificate.verdict,
      controlledAt: certificate.controlledAt.toISOString(),
    },
    changes: changes.slice(0, mostChanges).map(changeFr),
    changeCount: changes.length,
    controlTime: controlTime && {
      source: controlTime.source,
      at: controlTime.at.toISOString(),
      authority: controlTime.source === 'prouve' ? controlTime.authority : null,
    },
    isRevocationListStale,
  };
}
