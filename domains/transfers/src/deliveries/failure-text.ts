import { adviceFor, french as pacsTexts } from '@liaison/pacs';
import { ownFailureAdvice, ownFailureText } from '../fr.ts';

/** Why a delivery is not done, in French, whoever found it out. */
export function failureText(code: string): string {
  const texts: Readonly<Record<string, string>> = pacsTexts;
  return ownFailureText(code) ?? texts[code] ?? 'L’envoi a échoué. Réessayez, puis prévenez l’exploitant.';
}

/** What who sent can do about it; null where the text says it. */
export function failureAdvice(code: string): string | null {
  return ownFailureAdvice(code) ?? adviceFor(code);
}
