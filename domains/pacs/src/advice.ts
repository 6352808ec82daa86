import { french } from './fr.ts';
import type { PacsErrorCode } from './pacs-error.ts';

/** What a failure means to who brings or sends images, what he can do, and whom he calls. Texts of fr.ts speak to administrators. */
const away =
  'Le PACS est injoignable pour l’instant. Attendez quelques minutes\u202f; si c’est urgent, appelez l’équipe du PACS.';
const busy =
  'Le PACS est saturé pour l’instant. Attendez quelques minutes\u202f; si cela dure, appelez l’équipe du PACS.';
const settings =
  'Un réglage manque entre Liaison et ce PACS\u00a0: réessayer n’y changera rien. Appelez votre référent PACS et lisez-lui ce motif.';
const images =
  'Le PACS n’a pas tout donné. Réessayez\u202f; s’il manque encore des images, demandez-les au service qui a fait l’examen.';
const unsupported =
  'Ce PACS ne sait pas traiter ces images. Appelez votre référent PACS\u202f; en attendant, téléchargez-les ou ouvrez-les dans Liaison.';
const ours = 'Le PACS n’est pas en cause. Appelez le support de Liaison\u202f; rien n’est perdu au PACS.';
const unclear = 'Réessayez\u202f; si cela recommence, appelez l’équipe du PACS et lisez-lui ce motif.';

const byCode: Readonly<Partial<Record<PacsErrorCode, string>>> = {
  'pacs/unreachable': away,
  'pacs/name-unknown': away,
  'pacs/connection-refused': away,
  'pacs/connect-timeout': away,
  'pacs/response-timeout': away,
  'pacs/aborted': away,
  'pacs/closed': away,
  'pacs/congestion': busy,
  'pacs/local-limit': busy,
  'pacs/out-of-resources': busy,
  'pacs/move-no-resources': busy,
  'pacs/cannot-count': busy,
  'pacs/called-unknown': settings,
  'pacs/calling-unknown': settings,
  'pacs/move-destination-unknown': settings,
  'pacs/not-authorized': settings,
  'pacs/no-context': settings,
  'pacs/application-context': settings,
  'pacs/protocol-version': settings,
  'pacs/tls-certificate': settings,
  'pacs/tls-refused': settings,
  'pacs/not-callable': settings,
  'pacs/rejected': settings,
  'pacs/images-failed': images,
  'pacs/images-missing': images,
  'pacs/nothing-sent': images,
  'pacs/class-not-supported': unsupported,
  'pacs/syntax-not-supported': unsupported,
  'pacs/reception-full': ours,
  'pacs/protocol': unclear,
  'pacs/cannot-process': unclear,
  'pacs/unforeseen': unclear,
};

/** Null where the failure's own text already says what to do. */
export function adviceFor(code: string): string | null {
  const known: Readonly<Record<string, string>> = byCode;
  return known[code] ?? null;
}

/** The texts of fr.ts, each with what to do about it: for who searches or brings. */
export const frenchWithAdvice: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(french).map(([code, text]) => [code, [text, adviceFor(code) ?? ''].join(' ').trim()]),
);
