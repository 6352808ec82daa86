import { type DemoMail, readMailbox } from '@liaison/region/contract';

import { callEndpoint } from '../../app/api.ts';

/** The six digits of a sign-in mail; null in any other mail. */
export function codeIn(mail: Pick<DemoMail, 'text'>): string | null {
  return /code de connexion\D*(\d{6})(?!\d)/i.exec(mail.text)?.[1] ?? null;
}

/** The code of the latest mail to this address that carries one. */
export async function lastCodeFor(login: string): Promise<string | null> {
  const { mails } = await callEndpoint(readMailbox, { query: { to: login } });
  for (const mail of mails) {
    const code = codeIn(mail);
    if (code) return code;
  }
  return null;
}
