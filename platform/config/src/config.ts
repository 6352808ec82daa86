import { availableParallelism, platform } from 'node:os';
import { resolve } from 'node:path';
import { failed, ok, type Result } from '@liaison/kernel';
import { environment, type Environment } from './env.ts';

/** The program's settings, checked as a whole and frozen. */
export type Config = {
  readonly environment: 'demo' | 'preproduction' | 'production';
  readonly dataDir: string;
  readonly listen: string;
  readonly httpPort: number;
  readonly opsListen: string;
  readonly opsPort: number;
  readonly dicomListen: string;
  readonly dicomPort: number;
  /** The second DICOM port, for TLS; `caFile`: only client certificates of these authorities count. */
  readonly dicomTls: { port: number; certFile: string; keyFile: string; caFile: string | null } | null;
  readonly aeTitle: string;
  /** Name of this machine among several that share a volume; part of the names of its containers. */
  readonly node: string;
  /** Receiving processes that share the DICOM ports. */
  readonly receivers: number;
  readonly logLevel: NonNullable<Environment['LIAISON_LOG']>;
  readonly publicUrl: string;
  readonly tls: { certFile: string; keyFile: string } | null;
  /** True when browsers reach us under https, by ourselves or by a declared proxy: cookies are then `Secure`. */
  readonly isSecure: boolean;
  /** True behind a declared TLS proxy: the asker's address is then the one that the proxy tells. */
  readonly isBehindProxy: boolean;
  readonly database: { appUrl: string; ownerUrl: string; systemUrl: string } | null;
  /** For `operate backup` and `restore` only: a role that reads every row. */
  readonly backupDatabaseUrl: string | null;
  /** Certificates of MIO messages: the controller's key, the authorities that are trusted, who stamps the time. */
  readonly mio: {
    readonly signer: { readonly folder: string; readonly passphrase: string } | null;
    readonly trustFolder: string | null;
    readonly tsaUrl: string | null;
  };
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly demoPassword: string;
  /** Where this installation is a MIO authority: the folder of its online keys, and what opens them. */
  readonly authority: { folder: string; passphrase: string } | null;
  /** The MIO authority whose updates the controller takes: its address, and the file of the root of its update keys. */
  readonly updates: { url: string; rootFile: string } | null;
  /** The file that tells the channels of MIO messages: folders, accounts, mailboxes. */
  readonly exchangesFile: string | null;
};

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Reads the settings, or says in French every reason why the program must not start with them. */
export function readConfig(
  env: NodeJS.ProcessEnv,
  process: 'supervisor' | 'role' = 'supervisor',
): Result<Config, readonly string[]> {
  const known = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(known);
  if (!parsed.success) {
    return failed(parsed.error.issues.map((issue) => `${issue.path.join('.')} : ${issue.message}`));
  }
  const reasons = refusals(parsed.data, process);
  return reasons.length > 0 ? failed(reasons) : ok(Object.freeze(toConfig(parsed.data)));
}

function refusals(env: Environment, process: 'supervisor' | 'role'): string[] {
  const reasons: string[] = [];
  if (Boolean(env.LIAISON_TLS_CERT) !== Boolean(env.LIAISON_TLS_KEY)) {
    reasons.push('LIAISON_TLS_CERT et LIAISON_TLS_KEY vont ensemble : donnez les deux, ou aucun.');
  }
  if (Boolean(env.LIAISON_DICOM_TLS_CERT) !== Boolean(env.LIAISON_DICOM_TLS_KEY)) {
    reasons.push(
      'LIAISON_DICOM_TLS_CERT et LIAISON_DICOM_TLS_KEY vont ensemble\u00a0: donnez les deux, ou aucun.',
    );
  }
  if (env.LIAISON_DICOM_TLS_CA && !env.LIAISON_DICOM_TLS_CERT) {
    reasons.push(
      'LIAISON_DICOM_TLS_CA ne sert qu’avec LIAISON_DICOM_TLS_CERT et LIAISON_DICOM_TLS_KEY\u00a0: donnez-les, ou retirez-le.',
    );
  }
  if (env.LIAISON_DICOM_TLS_CERT && env.LIAISON_DICOM_TLS_PORT === env.LIAISON_DICOM_PORT) {
    reasons.push('LIAISON_DICOM_TLS_PORT et LIAISON_DICOM_PORT doivent être deux ports différents.');
  }
  if (env.LIAISON_MIO_TSA && !env.LIAISON_MIO_TRUST) {
    reasons.push('LIAISON_MIO_TSA demande LIAISON_MIO_TRUST, où l’autorité d’horodatage est reconnue.');
  }
  reasons.push(...authorityRefusals(env));
  if (env.LIAISON_ENV === 'demo') return [...reasons, ...demoRefusals(env)];
  if (!env.LIAISON_SMTP_URL) {
    reasons.push(
      'LIAISON_SMTP_URL est nécessaire hors démonstration : les codes de connexion partent par mail.',
    );
  }
  if (env.LIAISON_ENV === 'production') reasons.push(...productionRefusals(env, process));
  return reasons;
}

function authorityRefusals(env: Environment): string[] {
  const together = [
    ['LIAISON_AUTHORITY', 'LIAISON_AUTHORITY_PASSPHRASE'],
    ['LIAISON_MIO_AUTHORITY_URL', 'LIAISON_MIO_ROOT'],
    ['LIAISON_MIO_SIGNER', 'LIAISON_MIO_PASSPHRASE'],
  ] as const;
  return together
    .filter(([one, other]) => Boolean(env[one]) !== Boolean(env[other]))
    .map(([one, other]) => `${one} et ${other} vont ensemble\u00a0: donnez les deux, ou aucun.`);
}

function toUpdates(env: Environment): Config['updates'] {
  const { LIAISON_MIO_AUTHORITY_URL: url, LIAISON_MIO_ROOT: rootFile } = env;
  if (!url || !rootFile) return null;
  return {
    url,
    rootFile: resolve(rootFile),
  };
}

function toKeys(folder: string | undefined, passphrase: string | undefined) {
  return folder && passphrase ? { folder: resolve(folder), passphrase } : null;
}

function demoRefusals(env: Environment): string[] {
  const reasons: string[] = [];
  for (const name of ['LIAISON_LISTEN', 'LIAISON_DICOM_LISTEN', 'LIAISON_OPS_LISTEN'] as const) {
    const address = env[name];
    if (address === undefined || loopback.has(address)) continue;
    reasons.push(
      `La démonstration n’écoute que sur cette machine : ${name}=${address} est refusé. ` +
        'Choisissez LIAISON_ENV=preproduction ou production pour l’ouvrir au réseau.',
    );
  }
  if (env.LIAISON_PUBLIC_URL) {
    reasons.push('La démonstration n’a pas d’adresse publique : retirez LIAISON_PUBLIC_URL.');
  }
  return reasons;
}

function productionRefusals(env: Environment, process: 'supervisor' | 'role'): string[] {
  const reasons: string[] = [];
  // Only the supervisor migrates: a role neither gets nor needs the owner's address.
  const hasOwner = process === 'role' || env.DATABASE_OWNER_URL !== undefined;
  if (!env.DATABASE_URL || !hasOwner || !env.DATABASE_SYSTEM_URL) {
    reasons.push(
      'En production, la base est la vôtre : donnez DATABASE_URL (rôle liaison_app), DATABASE_SYSTEM_URL ' +
        '(liaison_system) et DATABASE_OWNER_URL (liaison_owner).',
    );
  }
  if (!env.LIAISON_TLS_CERT && env.LIAISON_TLS_PROXY === 'no') {
    reasons.push(
      'En production, donnez LIAISON_TLS_CERT et LIAISON_TLS_KEY, ou déclarez un relais TLS par LIAISON_TLS_PROXY=yes.',
    );
  }
  if (!env.LIAISON_PUBLIC_URL) {
    reasons.push('En production, donnez LIAISON_PUBLIC_URL : les liens des mails en dépendent.');
  }
  return reasons;
}

/**
 * One for each core, up to four: each of them syncs the disk for one image at a time, and weighs 60 MB. Only Linux shares a
 * port among processes; a newcomer's demonstration needs no more than one.
 */
function defaultReceivers(environment: Environment['LIAISON_ENV']): number {
  if (environment === 'demo' || platform() !== 'linux') return 1;
  return Math.min(availableParallelism(), 4);
}

function toDicomTls(env: Environment): Config['dicomTls'] {
  const { LIAISON_DICOM_TLS_CERT: certFile, LIAISON_DICOM_TLS_KEY: keyFile } = env;
  if (!certFile || !keyFile) return null;
  return { port: env.LIAISON_DICOM_TLS_PORT, certFile, keyFile, caFile: env.LIAISON_DICOM_TLS_CA ?? null };
}

function toMio(env: Environment): Config['mio'] {
  return {
    signer: toKeys(env.LIAISON_MIO_SIGNER, env.LIAISON_MIO_PASSPHRASE),
    trustFolder: env.LIAISON_MIO_TRUST ? resolve(env.LIAISON_MIO_TRUST) : null,
    tsaUrl: env.LIAISON_MIO_TSA ?? null,
  };
}

function toConfig(env: Environment): Config {
  const tls =
    env.LIAISON_TLS_CERT && env.LIAISON_TLS_KEY
      ? { certFile: env.LIAISON_TLS_CERT, keyFile: env.LIAISON_TLS_KEY }
      : null;
  const scheme = tls ? 'https' : 'http';
  const database = env.DATABASE_URL
    ? {
        appUrl: env.DATABASE_URL,
        ownerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL,
        systemUrl: env.DATABASE_SYSTEM_URL ?? env.DATABASE_URL,
      }
    : null;
  return {
    environment: env.LIAISON_ENV,
    dataDir: resolve(env.LIAISON_DATA),
    listen: env.LIAISON_LISTEN,
    httpPort: env.LIAISON_HTTP_PORT,
    opsListen: env.LIAISON_OPS_LISTEN,
    opsPort: env.LIAISON_OPS_PORT,
    dicomListen: env.LIAISON_DICOM_LISTEN ?? env.LIAISON_LISTEN,
    dicomPort: env.LIAISON_DICOM_PORT,
    dicomTls: toDicomTls(env),
    aeTitle: env.LIAISON_AET,
    node: env.LIAISON_NODE,
    receivers: env.LIAISON_RECEIVERS ?? defaultReceivers(env.LIAISON_ENV),
    // A newcomer's terminal shows the welcome, not each request.
    logLevel: env.LIAISON_LOG ?? (env.LIAISON_ENV === 'demo' ? 'warn' : 'info'),
    publicUrl: env.LIAISON_PUBLIC_URL ?? `${scheme}://${env.LIAISON_LISTEN}:${env.LIAISON_HTTP_PORT}`,
    tls,
    isBehindProxy: env.LIAISON_TLS_PROXY === 'yes',
    isSecure: tls !== null || env.LIAISON_TLS_PROXY === 'yes',
    database,
    backupDatabaseUrl: env.LIAISON_BACKUP_DATABASE_URL ?? null,
    mio: toMio(env),
    smtpUrl: env.LIAISON_SMTP_URL ?? null,
    mailFrom: env.LIAISON_MAIL_FROM,
    demoPassword: env.LIAISON_DEMO_PASSWORD,
    authority: toKeys(env.LIAISON_AUTHORITY, env.LIAISON_AUTHORITY_PASSPHRASE),
    updates: toUpdates(env),
    exchangesFile: env.LIAISON_EXCHANGES ? resolve(env.LIAISON_EXCHANGES) : null,
  };
}
