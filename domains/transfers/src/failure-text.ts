import { french as pacsTexts } from '@liaison/pacs';
import { ownFailureText } from './fr.ts';

/** Why a delivery is not done, in French, whoever found it out. */
export function failureText(code: string): string {
  const texts: Readonly<Record<string, string>> = pacsTexts;
  return ownFailureText(code) ?? texts[code] ?? 'L’envoi a échoué. Réessayez, puis prévenez l’exploitant.';
}
