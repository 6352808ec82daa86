const lineEnd = '\r\n';

/** The text beside the images, for who opens the folder without knowing what it is. No patient data. */
export function readMe({ images, madeAt }: { images: number; madeAt: Date }): string {
  const when = new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(madeAt);
  return [
    'Images médicales au format DICOM',
    '================================',
    '',
    `Ce dossier contient ${images} objet${images > 1 ? 's' : ''} DICOM, préparé par Liaison le ${when}.`,
    '',
    '- DICOMDIR est l’index\u00a0: ouvrez-le avec un visualiseur DICOM, ou importez le dossier dans un PACS.',
    '- IMAGES contient les images, telles qu’elles ont été reçues.',
    '',
    'Ces images contiennent des données de santé. Ne les confiez qu’à qui doit les voir, et supprimez ce dossier',
    'quand vous n’en avez plus besoin.',
    '',
  ].join(lineEnd);
}
