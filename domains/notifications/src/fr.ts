import type { NotificationKind, Subject } from './model.ts';

/** By error code: this domain has none of its own yet. */
export const french: Readonly<Record<string, string>> = {};

/** No patient data in any of these: number, kind of request and structure only. */
const sentences: Readonly<Record<NotificationKind, (subject: Subject) => string>> = {
  'dossier-received': ({ number, typeLabel, structureName }) =>
    `Nouvelle ${typeLabel} ${number}, ${structureName}`,
  'complement-received': ({ number, structureName }) =>
    `Information complémentaire sur ${number}, ${structureName}`,
  'answer-received': ({ number, structureName }) => `Réponse à la demande ${number}, ${structureName}`,
  'information-requested': ({ number, structureName }) =>
    `Information demandée sur ${number}, ${structureName}`,
  'dossier-refused': ({ number, structureName }) => `Demande ${number} refusée, ${structureName}`,
  'dossier-taken': ({ number, structureName }) => `Demande ${number} prise en charge, ${structureName}`,
};

export function notificationText(kind: NotificationKind, subject: Subject): string {
  return sentences[kind](subject);
}

export function notificationMail(
  kind: NotificationKind,
  subject: Subject,
  url: string,
): { subject: string; text: string } {
  return {
    subject: `Liaison\u00a0: ${notificationText(kind, subject)}`,
    text: [
      `${notificationText(kind, subject)}.`,
      '',
      `Ouvrir\u00a0: ${url}`,
      '',
      'Ce message ne contient aucune donnée de santé. Ne répondez pas à cette adresse.',
    ].join('\n'),
  };
}
