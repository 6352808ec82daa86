import { createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  issueCertificate,
  issueCrl,
  issueRoot,
  readCertificate,
  type Issuer,
  type Revocation,
  type RevocationReason,
} from '@liaison/pki';
import { z } from 'zod';
import { KeyFolderError } from './error.ts';
import { makeFolder, readBytes, writeBytes } from './files.ts';
import { newKey, readCertificates, readKey, writeCertificates, writeKey } from './key-files.ts';
import { files, lives } from './layout.ts';
import { signerFiles } from './signer.ts';
import { createUpdateKeys, type Phrases } from './update-keys.ts';

/** Those of RFC 5280, 5.3.1 that an authority has for a controller. */
export const revocationReasons = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
] as const satisfies readonly RevocationReason[];

/** What the authority gave out, and took back; `entrustedAt`: since when a server does both in its place. */
const registerShape = z.object({
  listNumber: z.number().int(),
  entrustedAt: z.iso.datetime().optional(),
  issued: z.array(
    z.object({
      serial: z.string(),
      organisation: z.string(),
      siret: z.string(),
      licence: z.string(),
      on: z.iso.datetime(),
    }),
  ),
  /** Certificates of attestations of qualification. */
  qualified: z
    .array(z.object({ serial: z.string(), interface: z.string(), on: z.iso.datetime() }))
    .default([]),
  revoked: z.array(z.object({ serial: z.string(), on: z.iso.datetime(), reason: z.enum(revocationReasons) })),
});
export type Register = z.infer<typeof registerShape>;

export type Licensee = { readonly organisation: string; readonly siret: string; readonly licence: string };

/** A root, an issuing authority under it, empty lists of revocations, and keys of updates. @throws KeyFolderError */
export function createAuthority(folder: string, name: string, phrases: Phrases, now: Date): void {
  if (existsSync(join(folder, files.register)))
    throw new KeyFolderError('unreadable', `${folder} : une autorité y est déjà.`);
  makeFolder(join(folder, files.trust));
  const rootKey = newKey();
  const valid = (ms: number) => ({ notBefore: now, notAfter: new Date(now.getTime() + ms) });
  const root = issueRoot({ subject: { commonName: `${name}, racine` }, ...valid(lives.root) }, rootKey);
  const key = newKey();
  const subject = { commonName: name };
  const issuing = issueCertificate(
    { kind: 'authority', subject, publicKey: createPublicKey(key), ...valid(lives.issuing) },
    { key: rootKey, certificate: root },
  );
  writeKey(join(folder, files.rootKey), rootKey, phrases.authority);
  writeKey(join(folder, files.issuingKey), key, phrases.authority);
  writeCertificates(join(folder, files.root), [root]);
  writeCertificates(join(folder, files.issuing), [issuing]);
  createUpdateKeys(folder, phrases);
  publishRootList(folder, { key: rootKey, certificate: root }, now);
  publish(
    folder,
    { listNumber: 0, issued: [], qualified: [], revoked: [] },
    { key, certificate: issuing },
    now,
  );
}

/** A controller's key and chain for a licensee, into `output`. @returns its serial @throws KeyFolderError */
export function issueController(
  folder: string,
  licensee: Licensee,
  output: string,
  phrases: { readonly authority: string; readonly controller: string },
  now: Date,
): string {
  if (existsSync(join(output, signerFiles.key)))
    throw new KeyFolderError('unreadable', `${output} : une clé y est déjà.`);
  return locked(folder, () => {
    const issuer = openIssuer(folder, phrases.authority);
    const register = readOwnRegister(folder);
    const key = newKey();
    const notAfter = new Date(now.getTime() + lives.controller);
    const certificate = certifyController(licensee, createPublicKey(key), issuer, {
      notBefore: now,
      notAfter,
    });
    const { serial } = readCertificate(certificate);
    // Known before it is given out: what nobody knows of, nobody could revoke.
    const issued = [...register.issued, { serial, ...licensee, on: now.toISOString() }];
    publish(folder, { ...register, issued }, issuer, now);
    makeFolder(output);
    writeKey(join(output, signerFiles.key), key, phrases.controller);
    writeCertificates(join(output, signerFiles.chain), [certificate, issuer.certificate]);
    return serial;
  });
}

/**
 * Has the authority issue a certificate of another kind, an attestation's, and keeps its serial in the register, by which
 * it can be taken back. `issue` gives the serial and what it is about. @throws KeyFolderError, and what `issue` throws
 */
export function issueQualification(
  folder: string,
  passphrase: string,
  now: Date,
  issue: (issuer: Issuer) => { readonly serial: string; readonly interface: string },
): void {
  locked(folder, () => {
    const register = readOwnRegister(folder);
    const issuer = openIssuer(folder, passphrase);
    const qualified = [...register.qualified, { ...issue(issuer), on: now.toISOString() }];
    publish(folder, { ...register, qualified }, issuer, now);
  });
}

/** The certificate of a licensee's controller (RFC 9336: it signs documents, and nothing else). DER. */
export function certifyController(
  { organisation, siret, licence }: Licensee,
  publicKey: KeyObject,
  issuer: Issuer,
  validity: { readonly notBefore: Date; readonly notAfter: Date },
): Buffer {
  const subject = {
    commonName: `Contrôleur MIO de ${organisation}`,
    organization: organisation,
    organizationalUnit: licence,
    organizationIdentifier: `NTRFR-${siret}`,
  };
  return issueCertificate({ kind: 'controller', subject, publicKey, ...validity }, issuer);
}

/** Takes a certificate back, and publishes the list that says so. @throws KeyFolderError */
export function revokeController(
  folder: string,
  serial: string,
  reason: (typeof revocationReasons)[number],
  passphrase: string,
  now: Date,
): void {
  locked(folder, () => {
    const issuer = openIssuer(folder, passphrase);
    const register = readOwnRegister(folder);
    if (![...register.issued, ...register.qualified].some((one) => one.serial === serial))
      throw new KeyFolderError('unasked', `cette autorité n’a pas délivré le certificat ${serial}.`);
    const before = register.revoked.find((one) => one.serial === serial);
    const others = register.revoked.filter((one) => one.serial !== serial);
    // The first date stays, and no milder reason takes the place of a key in other hands.
    const entry = {
      serial,
      on: before?.on ?? now.toISOString(),
      reason: before?.reason === 'keyCompromise' ? before.reason : reason,
    };
    publish(folder, { ...register, revoked: [...others, entry] }, issuer, now);
  });
}

/** Publishes the lists of revocations anew, before those at hand are too old. @throws KeyFolderError */
export function renewLists(folder: string, passphrase: string, now: Date): void {
  locked(folder, () => {
    const register = readRegister(join(folder, files.register));
    // A server that holds the register renews its list itself; the root's is always made here.
    if (register.entrustedAt === undefined) publish(folder, register, openIssuer(folder, passphrase), now);
    const [certificate] = readCertificates(join(folder, files.root));
    const root = { key: readKey(join(folder, files.rootKey), passphrase), certificate };
    publishRootList(folder, root, now);
  });
}

/** The root's own list says that its authority stands. `number` grows with time: whole seconds. */
function publishRootList(folder: string, root: Issuer, now: Date): void {
  const list = {
    number: Math.floor(now.getTime() / 1000),
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + lives.rootList),
    revocations: [],
  };
  writeBytes(join(folder, files.rootList), issueCrl(list, root));
}

/** One act at a time: two that read the same register would lose what one of them wrote. @throws KeyFolderError */
export function locked<Result>(folder: string, act: () => Result): Result {
  const path = join(folder, files.lock);
  let lock: number;
  try {
    lock = openSync(path, 'wx');
  } catch (error) {
    const isHeld = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new KeyFolderError(
      'unreadable',
      isHeld
        ? `${path} : un autre acte est en cours. S’il a été interrompu, supprimez ce fichier.`
        : `${folder} : cette autorité ne s’ouvre pas.`,
      error,
    );
  }
  try {
    return act();
  } finally {
    closeSync(lock);
    rmSync(path, { force: true });
  }
}

/** The register, and the list of revocations that follows from it. */
function publish(folder: string, register: Register, issuer: Issuer, now: Date): void {
  const next = { ...register, listNumber: register.listNumber + 1 };
  const revocations: Revocation[] = next.revoked.map(({ serial, on, reason }) => ({
    serial,
    revokedAt: new Date(on),
    reason,
  }));
  const nextUpdate = new Date(now.getTime() + lives.list);
  const list = issueCrl({ number: next.listNumber, thisUpdate: now, nextUpdate, revocations }, issuer);
  writeRegister(folder, next);
  writeBytes(join(folder, files.issuingList), list);
}

export function writeRegister(folder: string, register: Register): void {
  writeBytes(join(folder, files.register), `${JSON.stringify(register, null, 2)}\n`, true);
}

function openIssuer(folder: string, passphrase: string): Issuer {
  const [certificate] = readCertificates(join(folder, files.issuing));
  return { key: readKey(join(folder, files.issuingKey), passphrase), certificate };
}

/** @throws KeyFolderError where a server holds it: two registers would contradict each other */
function readOwnRegister(folder: string): Register {
  const register = readRegister(join(folder, files.register));
  if (register.entrustedAt !== undefined)
    throw new KeyFolderError(
      'unasked',
      `${folder} : cette autorité est confiée à un serveur depuis le ${register.entrustedAt.slice(0, 10)} ; délivrez et révoquez depuis ses pages.`,
    );
  return register;
}

/** @throws KeyFolderError */
export function readRegister(path: string): Register {
  const bytes = readBytes(path);
  try {
    return registerShape.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new KeyFolderError('unreadable', `${path} : le registre de l’autorité est illisible.`, error);
  }
}
