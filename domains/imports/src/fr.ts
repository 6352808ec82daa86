const nbsp = '\u00a0';

/** By error code. */
export const french: Readonly<Record<string, string>> = {
  'imports/no-import': 'Cet import n’existe pas, ou il a été commencé dans un autre contexte de travail.',
  'imports/already-ended':
    'Cet import est terminé. Choisissez de nouveau les fichiers pour en commencer un autre.',
  'imports/too-many-open':
    'Vous avez trop d’imports inachevés. Terminez-en ou annulez-en un avant d’en commencer un autre.',
  'imports/too-many-at-once': 'Trop d’envois en même temps. L’import reprend de lui-même.',
  'imports/no-room': `La plateforme n’a pas assez de place pour ces images. Prévenez l’exploitant${nbsp}: rien n’a été importé.`,
  'imports/more-than-declared':
    'Les fichiers ont changé depuis leur lecture : ils dépassent ce qui était annoncé. Choisissez-les de nouveau.',
  'imports/bad-pieces': 'L’envoi est mal formé. Rechargez la page, puis choisissez de nouveau les fichiers.',
};
