/** A mailbox of a structure, for messages only. */
export type Mailbox = {
  readonly structureId: string;
  /** The operator's name of it. */
  readonly endpoint: string;
  /** Ours, that partners write to. */
  readonly address: string;
  /** `imaps://user@host:993`, or `imap://…` for STARTTLS (which only this very machine may do without). */
  readonly imapUrl: string;
  readonly imapPassword: string;
  /** `smtps://user@host`, or `smtp://…`. */
  readonly smtpUrl: string;
  readonly smtpPassword: string | null;
  /**
   * Name under which our mail server says whether senders are who they say (authserv-id, RFC 8601 section 2.5). Where it is
   * given, mails without its `dmarc=pass` are refused.
   */
  readonly authenticationServer: string | null;
};

/** Folders of the mailbox, made where they are missing. */
export const mailFolders = { inbox: 'INBOX', done: 'Traites', refused: 'Refuses' } as const;
