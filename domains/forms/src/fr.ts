import type { FieldErrorCode } from './parse-answers.ts';

/** French text of each refusal of an answer; `limit` is the bound that was crossed, already in French. */
export const fieldErrorText: Record<FieldErrorCode, (limit: string) => string> = {
  'unknown-field': () => 'Ce champ n’existe pas dans cette version du formulaire.',
  'wrong-type': () => 'Cette valeur n’a pas la forme attendue.',
  'too-long': (limit) => `Ce texte dépasse ${limit} caractères.`,
  'out-of-range': (limit) => `Cette valeur doit être comprise entre ${limit}.`,
  'too-precise': (limit) => `Trop de décimales\u00a0: ${limit} au plus.`,
  'unknown-option': () => 'Cette réponse ne fait pas partie des choix proposés.',
  'invalid-instant': () => 'Cette date et heure n’est pas valide.',
};

export const french = {
  'forms/unknown-form': 'Ce formulaire n’existe pas, ou pas dans cette version.',
} as const;
