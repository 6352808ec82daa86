export type { Mailbox } from './mailbox.ts';
export { MailTaker } from './take-mails.ts';
export { openMailChannel } from './mail-channel.ts';
