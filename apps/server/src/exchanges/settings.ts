import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

/** FINESS or SIRET of the structure whose channel it is. */
const structure = z.string().regex(/^([0-9AB]{9}|\d{14})$/, 'FINESS (9 caractères) ou SIRET (14 chiffres)');
const name = z.string().regex(/^[\w.-]{1,60}$/, 'lettres, chiffres, points et tirets');
const folderName = z.string().min(1);

const partnerFolders = {
  outgoing: folderName.default('depart'),
  incoming: folderName.default('arrivee'),
  done: folderName.default('archives'),
};

/** What the operator says of the exchanges of messages: where, with which accounts. Users choose among these by name. */
const settings = z.strictObject({
  /** Folders of software that only reads and writes files. */
  software: z.array(z.strictObject({ structure, name, path: z.string().min(1) })).default([]),
  /** Folders that a partner, or the station of an EDI network, reaches as well. */
  folders: z
    .array(
      z.strictObject({
        structure,
        name,
        path: z.string().min(1),
        ...partnerFolders,
      }),
    )
    .default([]),
  /** Accounts on SFTP servers of partners, or ours that they reach. */
  sftp: z
    .array(
      z.strictObject({
        structure,
        name,
        host: z.string().min(1),
        port: z.number().int().min(1).max(65_535).default(22),
        user: z.string().min(1),
        privateKeyFile: z.string().min(1).optional(),
        passwordFile: z.string().min(1).optional(),
        hostKey: z
          .string()
          .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'empreinte SHA256:… donnée par ssh-keygen -lf'),
        root: z.string().default('.'),
        ...partnerFolders,
      }),
    )
    .default([]),
  /** Mailboxes that only receive messages. */
  mailboxes: z
    .array(
      z.strictObject({
        structure,
        name,
        /** Ours, that partners write to. */
        address: z.email(),
        imap: z.url({ protocol: /^imaps?$/ }),
        /** Files whose first line is the password: this one holds none. */
        passwordFile: z.string().min(1),
        /** LIAISON_SMTP_URL where it is absent. */
        smtp: z.url({ protocol: /^smtps?$/ }).optional(),
        smtpPasswordFile: z.string().min(1).optional(),
        /** Name under which our mail server says who senders are (authserv-id, RFC 8601). */
        authenticationServer: z.string().min(1).optional(),
      }),
    )
    .default([]),
});
export type ExchangeSettings = z.infer<typeof settings>;

/** Paths of the file are from its own folder. @throws Error whose French message says what is wrong, and where */
export function readExchangeSettings(file: string | null): ExchangeSettings {
  if (file === null) return settings.parse({});
  const parsed = settings.safeParse(readJson(file));
  if (!parsed.success) {
    const told = parsed.error.issues.map((issue) => `${issue.path.join('.')} : ${issue.message}`);
    throw new Error(`${file} (LIAISON_EXCHANGES) est mal rempli : ${told.join(' ; ')}`);
  }
  const at = (path: string) => resolve(dirname(file), path);
  const { software, folders, sftp, mailboxes } = parsed.data;
  return {
    software: software.map((one) => ({ ...one, path: at(one.path) })),
    folders: folders.map((one) => ({ ...one, path: at(one.path) })),
    sftp: sftp.map(({ privateKeyFile, passwordFile, ...one }) => ({
      ...one,
      ...(privateKeyFile === undefined ? {} : { privateKeyFile: at(privateKeyFile) }),
      ...(passwordFile === undefined ? {} : { passwordFile: at(passwordFile) }),
    })),
    mailboxes: mailboxes.map(({ smtpPasswordFile, ...one }) => ({
      ...one,
      passwordFile: at(one.passwordFile),
      ...(smtpPasswordFile === undefined ? {} : { smtpPasswordFile: at(smtpPasswordFile) }),
    })),
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} (LIAISON_EXCHANGES) ne se lit pas comme un fichier JSON`, { cause: error });
  }
}

/** The secret that a file holds, as its first line. @throws Error in French */
export function readSecret(file: string): string {
  try {
    const [line = ''] = readFileSync(file, 'utf8').split(/\r?\n/);
    if (line !== '') return line;
  } catch (error) {
    throw new Error(`${file} (LIAISON_EXCHANGES) ne se lit pas`, { cause: error });
  }
  throw new Error(`${file} (LIAISON_EXCHANGES) est vide`);
}
