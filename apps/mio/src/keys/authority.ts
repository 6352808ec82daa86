import { createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
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
import { FileError, UsageError } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { newKey, readCertificates, readKey, writeCertificates, writeKey } from './key-files.ts';
import { signerFiles } from './signer.ts';

/** Keys of an authority, and under `trust` what everyone is given. */
const files = {
  rootKey: 'racine.cle.pem',
  issuingKey: 'autorite.cle.pem',
  register: 'registre.json',
  lock: 'registre.verrou',
  trust: 'confiance',
  root: 'confiance/racine.pem',
  issuing: 'confiance/autorite.pem',
  rootList: 'confiance/racine.crl',
  issuingList: 'confiance/autorite.crl',
} as const;

/** Those of RFC 5280, 5.3.1 that an authority has for a controller. */
export const revocationReasons = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
] as const satisfies readonly RevocationReason[];

const yearMs = 365.25 * 24 * 60 * 60 * 1000;
const lives = { root: 20 * yearMs, issuing: 10 * yearMs, controller: 2 * yearMs, list: yearMs / 52 };

/** What the authority gave out, and took back. */
const registerShape = z.object({
  listNumber: z.number().int(),
  issued: z.array(
    z.object({
      serial: z.string(),
      organisation: z.string(),
      siret: z.string(),
      licence: z.string(),
      on: z.iso.datetime(),
    }),
  ),
  revoked: z.array(z.object({ serial: z.string(), on: z.iso.datetime(), reason: z.enum(revocationReasons) })),
});
type Register = z.infer<typeof registerShape>;

export type Licensee = { readonly organisation: string; readonly siret: string; readonly licence: string };

/** A root, an issuing authority under it, and empty lists of revocations. @throws FileError */
export function createAuthority(folder: string, name: string, passphrase: string, now: Date): void {
  if (existsSync(join(folder, files.register))) throw new FileError(`${folder} : une autorité y est déjà.`);
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
  writeKey(join(folder, files.rootKey), rootKey, passphrase);
  writeKey(join(folder, files.issuingKey), key, passphrase);
  writeCertificates(join(folder, files.root), [root]);
  writeCertificates(join(folder, files.issuing), [issuing]);
  publishRootList(folder, { key: rootKey, certificate: root }, now);
  publish(folder, { listNumber: 0, issued: [], revoked: [] }, { key, certificate: issuing }, now);
}

/** What opens the authority's keys, and the one that is given out. */
export type Phrases = { readonly authority: string; readonly controller: string };

/** A controller's key and chain for a licensee, into `output`. @returns its serial @throws FileError */
export function issueController(
  folder: string,
  licensee: Licensee,
  output: string,
  phrases: Phrases,
  now: Date,
): string {
  if (existsSync(join(output, signerFiles.key))) throw new FileError(`${output} : une clé y est déjà.`);
  return locked(folder, () => {
    const issuer = openIssuer(folder, phrases.authority);
    const register = readRegister(folder);
    const key = newKey();
    const certificate = certify(licensee, createPublicKey(key), issuer, now);
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

function certify(
  { organisation, siret, licence }: Licensee,
  publicKey: KeyObject,
  issuer: Issuer,
  now: Date,
): Buffer {
  const subject = {
    commonName: `Contrôleur MIO de ${organisation}`,
    organization: organisation,
    organizationalUnit: licence,
    organizationIdentifier: `NTRFR-${siret}`,
  };
  const notAfter = new Date(now.getTime() + lives.controller);
  return issueCertificate({ kind: 'controller', subject, publicKey, notBefore: now, notAfter }, issuer);
}

/** Takes a certificate back, and publishes the list that says so. @throws FileError, UsageError */
export function revokeController(
  folder: string,
  serial: string,
  reason: (typeof revocationReasons)[number],
  passphrase: string,
  now: Date,
): void {
  locked(folder, () => {
    const issuer = openIssuer(folder, passphrase);
    const register = readRegister(folder);
    if (!register.issued.some((one) => one.serial === serial))
      throw new UsageError(`cette autorité n’a pas délivré le certificat ${serial}.`);
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

/** Publishes the lists of revocations anew, before those at hand are too old. @throws FileError */
export function renewLists(folder: string, passphrase: string, now: Date): void {
  locked(folder, () => {
    publish(folder, readRegister(folder), openIssuer(folder, passphrase), now);
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
    nextUpdate: new Date(now.getTime() + yearMs),
    revocations: [],
  };
  writeFile(join(folder, files.rootList), issueCrl(list, root));
}

/** One act at a time: two that read the same register would lose what one of them wrote. @throws FileError */
function locked<Result>(folder: string, act: () => Result): Result {
  const path = join(folder, files.lock);
  let lock: number;
  try {
    lock = openSync(path, 'wx');
  } catch (error) {
    const isHeld = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new FileError(
      isHeld
        ? `${path} : un autre acte est en cours. S’il a été interrompu, supprimez ce fichier.`
        : `${folder} : cette autorité ne s’ouvre pas.`,
      { cause: error },
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
  writeFile(join(folder, files.register), `${JSON.stringify(next, null, 2)}\n`);
  writeFile(join(folder, files.issuingList), list);
}

function openIssuer(folder: string, passphrase: string): Issuer {
  const [certificate] = readCertificates(join(folder, files.issuing));
  return { key: readKey(join(folder, files.issuingKey), passphrase), certificate };
}

function readRegister(folder: string): Register {
  const path = join(folder, files.register);
  try {
    return registerShape.parse(JSON.parse(Buffer.from(readFile(path).bytes).toString('utf8')));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`${path} : le registre de l’autorité est illisible.`, { cause: error });
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FileError(`${path} : le dossier n’a pas pu être créé.`, { cause: error });
  }
}
