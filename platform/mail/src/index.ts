import { createTransport } from 'nodemailer';

/** A mail without patient data: subject and text are the same for every reader of the mailbox. */
export type Mail = { to: string; subject: string; text: string };

export type Mailer = {
  /** Hands the mail to the SMTP server; rejects when it does not take it. */
  send(mail: Mail): Promise<void>;
  close(): void;
};

/** `smtpUrl`: `smtp://user:password@host:port` or `smtps://…` (RFC 5321; STARTTLS wherever the server offers it). */
export function openMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 10_000,
  });
  return {
    async send(mail) {
      await transport.sendMail({ from, to: mail.to, subject: mail.subject, text: mail.text });
    },
    close: () => transport.close(),
  };
}
