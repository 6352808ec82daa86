/** A mail server that keeps what it receives, for the demonstration and for tests. */
export { startMailbox, type Mail, type Mailbox, type MailboxOptions } from './mailbox.ts';
