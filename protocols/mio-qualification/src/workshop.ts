import { createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import type { CertificateSigner } from '@liaison/mio-certificate';
import { certifyMessage, openController } from '@liaison/mio-sdk';
import {
  issueCertificate,
  issueCrl,
  issueRoot,
  readCertificate,
  type Issuer,
  type Revocation,
} from '@liaison/pki';
import { identity } from './identity.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A challenge is answered within the year. */
const lifeMs = 366 * dayMs;

/** Whose signature a message bears: the challenge's own controller, one that was revoked, one that nobody knows. */
export type SignerKind = 'own' | 'revoked' | 'stranger';

/** Keys that live as long as a challenge is made, and what its reader is to trust. */
export class Workshop {
  readonly #madeAt: Date;
  readonly #signers: Readonly<Record<SignerKind, CertificateSigner>>;
  /** Certificates and lists of revocations, under the names that `confiance` has in an authority's folder. */
  readonly trust: ReadonlyMap<string, Uint8Array>;

  constructor(madeAt: Date) {
    this.#madeAt = madeAt;
    const own = this.#makeAuthority('Autorité d’essai');
    const revoked = this.#issue(own.issuing);
    const { serial } = readCertificate(revoked.certificates[0]);
    const revocation = {
      serial,
      revokedAt: new Date(madeAt.getTime() - dayMs),
      reason: 'keyCompromise',
    } as const;
    this.#signers = {
      own: this.#issue(own.issuing),
      revoked,
      stranger: this.#issue(this.#makeAuthority('Autorité inconnue').issuing),
    };
    this.trust = new Map([
      ['confiance/racine.pem', pem(own.root.certificate)],
      ['confiance/autorite.pem', pem(own.issuing.certificate)],
      ['confiance/racine.crl', this.#list(own.root, [])],
      ['confiance/autorite.crl', this.#list(own.issuing, [revocation])],
    ]);
  }

  /** A conforming message, certified; `needs`: what an offer answers. @throws SdkError where it does not conform */
  async certify(message: Uint8Array, kind: SignerKind, needs?: Uint8Array): Promise<Buffer> {
    const controller = openController({ identity, isDemo: true });
    const report = controller.control(message, needs ? { needs } : {});
    const controlled = { ...report, startedAt: this.#madeAt.toISOString() };
    return certifyMessage(message, controlled, this.#signers[kind]);
  }

  #validity(): { notBefore: Date; notAfter: Date } {
    const now = this.#madeAt.getTime();
    return { notBefore: new Date(now - 2 * dayMs), notAfter: new Date(now + lifeMs) };
  }

  #makeAuthority(name: string): { root: Issuer; issuing: Issuer } {
    const rootKey = newKey();
    const subject = { commonName: `${name}, racine` };
    const root = { key: rootKey, certificate: issueRoot({ subject, ...this.#validity() }, rootKey) };
    const key = newKey();
    const order = {
      kind: 'authority',
      subject: { commonName: name },
      publicKey: createPublicKey(key),
    } as const;
    return { root, issuing: { key, certificate: issueCertificate({ ...order, ...this.#validity() }, root) } };
  }

  #issue(issuer: Issuer): CertificateSigner {
    const key = newKey();
    const subject = {
      commonName: 'Contrôleur d’essai',
      organization: 'Qualification',
      organizationalUnit: 'MIO-ESSAI',
      organizationIdentifier: 'NTRFR-00000003400009',
    };
    const order = { kind: 'controller', subject, publicKey: createPublicKey(key) } as const;
    return {
      key,
      certificates: [issueCertificate({ ...order, ...this.#validity() }, issuer), issuer.certificate],
    };
  }

  #list(issuer: Issuer, revocations: readonly Revocation[]): Buffer {
    const { notBefore, notAfter } = this.#validity();
    return issueCrl({ number: 1, thisUpdate: notBefore, nextUpdate: notAfter, revocations }, issuer);
  }
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

function pem(der: Buffer): Buffer {
  return Buffer.from(new X509Certificate(der).toString());
}
