import { createTransport } from 'nodemailer';

/** A mail without patient data: subject and text are the same for every reader of the mailbox. */
export type Mail = {
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Without angle brackets: the same for a mail that is sent again, so that whoever has it knows it. */
  readonly messageId?: string;
  readonly attachments?: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  }[];
};

export type Mailer = {
  /** Hands the mail to the SMTP server; rejects with `MailError` when it does not take it. */
  send(mail: Mail): Promise<void>;
  /** Greets the server and gives it the password, without a mail; rejects with `MailError` where it would take none. */
  check(): Promise<void>;
  close(): void;
};

/** What the server said, or that it said nothing. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /**
   * `EAUTH`, `ECONNECTION`, `ETIMEDOUT`, `EENVELOPE`…, as nodemailer names them; `ETLS` where TLS is wanted and was not to be
   * had, whatever the reply, or its certificate is not recognised.
   */
  readonly code: string;
  /** SMTP reply (RFC 5321 section 4.2); null where there was none. */
  readonly reply: number | null;

  constructor(code: string, reply: number | null, options: ErrorOptions) {
    super(`the mail was not taken: ${code}`, options);
    this.code = code;
    this.reply = reply;
  }
}

export type MailerOptions = {
  /** Of a server that wants one, where the address does not say it. */
  readonly password?: string;
  /** Between two signs of life of the server: large attachments need more. */
  readonly socketTimeoutMs?: number;
};

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** `hostname` as `URL` gives it: what is said to it goes over no line. */
export function isThisMachine(hostname: string): boolean {
  return loopback.has(hostname);
}

/**
 * `smtpUrl`: `smtp://user:password@host:port` or `smtps://…` (RFC 5321; STARTTLS wherever the server offers it, and nothing
 * without it where there is a password, but for this very machine).
 */
export function openMailer(smtpUrl: string, from: string, options: MailerOptions = {}): Mailer {
  const url = withPassword(smtpUrl, options.password);
  const { hostname, password } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: password !== '' && !isThisMachine(hostname),
    pool: true,
    maxConnections: 2,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: options.socketTimeoutMs ?? 10_000,
  });
  return {
    async send({ to, subject, text, messageId, attachments = [] }) {
      await transport
        .sendMail({
          from,
          to: typeof to === 'string' ? to : [...to],
          subject,
          text,
          ...(messageId === undefined ? {} : { messageId: `<${messageId}>` }),
          attachments: attachments.map(({ name, type, bytes }) => ({
            filename: name,
            contentType: type,
            content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
          })),
        })
        .catch((error: unknown) => {
          throw toMailError(error);
        });
    },
    check: () =>
      transport.verify().then(
        () => {},
        (error: unknown) => {
          throw toMailError(error);
        },
      ),
    close: () => transport.close(),
  };
}

function withPassword(smtpUrl: string, password: string | undefined): string {
  if (password === undefined) return smtpUrl;
  const url = new URL(smtpUrl);
  url.password = encodeURIComponent(password);
  return url.href;
}

/** Of Node, for a server that answers and whose certificate proves nothing to us: nodemailer makes `ESOCKET` of them. */
const certificateTroubles: ReadonlySet<unknown> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  if ('originalCode' in error && certificateTroubles.has(error.originalCode)) return 'ETLS';
  return String(error.code);
}

function toMailError(error: unknown): MailError {
  const reply =
    error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
      ? error.responseCode
      : null;
  return new MailError(codeOf(error), reply, { cause: error });
}
