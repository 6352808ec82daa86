import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** What a mail brings, as far as exchanges need it. */
export type ReadMail = {
  /** Of its only author, in lower case; null where there is none, or several. */
  readonly from: string | null;
  readonly messages: readonly { readonly name: string; readonly bytes: Uint8Array }[];
};

/** Why a mail is refused as a whole, for the journal. */
export type MailTrouble =
  | 'unreadable'
  | 'no-single-sender'
  | 'sender-not-authenticated'
  | 'no-message'
  | 'too-many-files';

const mostFiles = 20;
/** Beyond, a mail was made to cost: none of ours has more than two levels, and a few headers. */
const limits = { maxNestingDepth: 12, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true } as const;

/** Takes a mail apart (RFC 5322, MIME). `authenticationServer`: see `Mailbox`. */
export async function readMail(
  raw: Uint8Array,
  authenticationServer: string | null,
): Promise<{ mail: ReadMail } | { trouble: MailTrouble; from: string | null }> {
  let email: Email;
  try {
    email = await PostalMime.parse(raw, limits);
  } catch {
    return { trouble: 'unreadable', from: null };
  }
  const from = authorOf(email);
  if (from === null) return { trouble: 'no-single-sender', from };
  if (authenticationServer !== null && !isAuthenticated(email, authenticationServer))
    return { trouble: 'sender-not-authenticated', from };
  if (email.attachments.length > mostFiles) return { trouble: 'too-many-files', from };
  const messages = email.attachments.filter(isMessage).map(toMessage);
  return messages.length === 0 ? { trouble: 'no-message', from } : { mail: { from, messages } };
}

/** A header that is there twice, or names several, says nothing of who wrote. */
function authorOf({ from, headers }: Email): string | null {
  const given = headers.filter(({ key }) => key === 'from');
  const address = from && 'address' in from ? from.address : undefined;
  if (given.length !== 1 || !address || /,\s*[^,]*@/.test(given[0]?.value.replaceAll(/"[^"]*"/g, '') ?? ''))
    return null;
  return address.toLowerCase();
}

/**
 * Our own server adds its header above all that came (RFC 8601 section 4), and takes away those that claim to be its: the first
 * that bears its name is its word.
 */
function isAuthenticated({ headers }: Email, server: string): boolean {
  const said = headers.find(
    ({ key, value }) => key === 'authentication-results' && nameIn(value) === server.toLowerCase(),
  );
  return said !== undefined && /(?:^|;)\s*dmarc\s*=\s*pass\b/i.test(withoutComments(said.value));
}

function nameIn(value: string): string {
  return (/^\s*([^\s;]+)/.exec(withoutComments(value))?.[1] ?? '').toLowerCase();
}

/** RFC 5322 section 3.2.2; nested ones from the inside. */
function withoutComments(value: string): string {
  let text = value.slice(0, 10_000);
  for (let depth = 0; depth < 5 && text.includes('('); depth += 1) text = text.replaceAll(/\([^()]*\)/g, ' ');
  return text;
}

/** Only XML is a message; signatures, pictures and archives are not looked into. */
function isMessage({ filename, mimeType }: Attachment): boolean {
  return /\.xml$/i.test(filename ?? '') || mimeType === 'application/xml' || mimeType === 'text/xml';
}

function toMessage({ filename, content }: Attachment): { name: string; bytes: Uint8Array } {
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return { name: (filename ?? 'message.xml').slice(0, 200), bytes };
}
