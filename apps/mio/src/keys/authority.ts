import { createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
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
  // The root's own list says that its authority stands; it is made again with the root's key, at a ceremony.
  const rootList = {
    number: 1,
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + yearMs),
    revocations: [],
  };
  writeFile(join(folder, files.rootList), issueCrl(rootList, { key: rootKey, certificate: root }));
  publish(folder, { listNumber: 0, issued: [], revoked: [] }, { key, certificate: issuing }, now);
}

/** A controller's key and chain for a licensee, into `output`. @throws FileError */
export function issueController(
  folder: string,
  { organisation, siret, licence }: Licensee,
  output: string,
  passphrase: string,
  now: Date,
): string {
  const issuer = openIssuer(folder, passphrase);
  const register = readRegister(folder);
  const key = newKey();
  const certificate = issueCertificate(
    {
      kind: 'controller',
      subject: {
        commonName: `Contrôleur MIO de ${organisation}`,
        organization: organisation,
        organizationalUnit: licence,
        organizationIdentifier: `NTRFR-${siret}`,
      },
      publicKey: createPublicKey(key),
      notBefore: now,
      notAfter: new Date(now.getTime() + lives.controller),
    },
    issuer,
  );
  makeFolder(output);
  writeKey(join(output, signerFiles.key), key, passphrase);
  writeCertificates(join(output, signerFiles.chain), [certificate, issuer.certificate]);
  const serial = serialOf(certificate);
  const issued = [...register.issued, { serial, organisation, siret, licence, on: now.toISOString() }];
  publish(folder, { ...register, issued }, issuer, now);
  return serial;
}

/** Takes a certificate back, and publishes the list that says so. @throws FileError, UsageError */
export function revokeController(
  folder: string,
  serial: string,
  reason: (typeof revocationReasons)[number],
  passphrase: string,
  now: Date,
): void {
  const issuer = openIssuer(folder, passphrase);
  const register = readRegister(folder);
  if (!register.issued.some((one) => one.serial === serial))
    throw new UsageError(`cette autorité n’a pas délivré le certificat ${serial}.`);
  const others = register.revoked.filter((one) => one.serial !== serial);
  publish(
    folder,
    { ...register, revoked: [...others, { serial, on: now.toISOString(), reason }] },
    issuer,
    now,
  );
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

function serialOf(certificate: Buffer): string {
  return readCertificate(certificate).serial;
}
