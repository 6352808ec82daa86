import { ChannelError, type Channel, type Parcel } from '@liaison/exchanges';
import { MailError, openMailer, type Mailer } from '@liaison/mail';
import type { Mailbox } from './mailbox.ts';

/** A hundred megabytes over a slow line pause longer than a mail of text. */
const socketTimeoutMs = 120_000;

/** Sends messages as attachments from a structure's own mailbox. `mailboxes`: those that are open now. */
export function openMailChannel(mailboxes: readonly Mailbox[]): Channel & { close(): void } {
  const mailers = new Map<Mailbox, Mailer>();
  const mailerOf = (mailbox: Mailbox): Mailer => {
    const { smtpUrl, smtpPassword, address } = mailbox;
    const password = smtpPassword === null ? {} : { password: smtpPassword };
    const mailer = mailers.get(mailbox) ?? openMailer(smtpUrl, address, { socketTimeoutMs, ...password });
    mailers.set(mailbox, mailer);
    return mailer;
  };
  return {
    kind: 'mail',
    async send(parcel) {
      const mailbox = mailboxes.find(
        (one) => one.structureId === parcel.structureId && one.endpoint === parcel.endpoint,
      );
      const [to] = parcel.addresses;
      if (!mailbox || to === undefined) throw new ChannelError('no-channel', true);
      try {
        await mailerOf(mailbox).send({ to, ...describe(parcel, mailbox) });
      } catch (error) {
        throw toChannelError(error);
      }
    },
    close: () => {
      for (const mailer of mailers.values()) mailer.close();
    },
  };
}

function describe(parcel: Parcel, { address }: Mailbox) {
  const { messageId, messageType, consultation, isTest, name, bytes } = parcel;
  const about = consultation === null ? '' : ` · consultation ${consultation}`;
  return {
    subject: `[MIO] ${isTest ? 'ESSAI · ' : ''}${messageType}${about}`,
    text: [
      `Message MIO ${messageType}${about}`,
      `Identifiant : ${messageId}`,
      '',
      'La pièce jointe est à intégrer telle quelle par votre logiciel : ne la modifiez pas.',
      'Ce courriel a été envoyé par Liaison ; seuls les messages MIO en pièce jointe sont lus à cette adresse.',
      '',
    ].join('\n'),
    // The same for a mail that leaves again after a cut.
    messageId: `${messageId}.${messageType.toLowerCase()}@${address.split('@')[1] ?? 'liaison'}`,
    attachments: [{ name, type: 'application/xml', bytes }],
  };
}

function toChannelError(error: unknown): ChannelError {
  if (!(error instanceof MailError)) return new ChannelError('unforeseen', true, '', { cause: error });
  const { code, reply } = error;
  const detail = reply === null ? code : `SMTP ${reply}`;
  const options = { cause: error };
  // Before its reply: who has no STARTTLS refuses the word for good, and may have it tomorrow.
  if (code === 'ETLS') return new ChannelError('no-tls', true, detail, options);
  if (code === 'EAUTH') return new ChannelError('unauthorised', true, detail, options);
  // RFC 5321 section 4.2.2: more than what the recipient's mailbox, or the server, takes.
  if (reply === 552 || reply === 523) return new ChannelError('too-large', false, detail, options);
  if (reply !== null && reply >= 500) return new ChannelError('refused-there', false, detail, options);
  if (reply !== null) return new ChannelError('refused-there', true, detail, options);
  return new ChannelError('unreachable', true, detail, options);
}
