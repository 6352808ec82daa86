export const french = {
  'imaging/no-study': 'Cet examen n’existe pas, ou ne vous est pas ouvert.',
  'imaging/no-instance': 'Cette image ne fait pas partie de l’examen.',
  'imaging/no-frame': 'Cette image ne contient pas la coupe demandée.',
  'imaging/unshowable': 'Cette image a été reçue et gardée, mais son contenu ne peut pas être affiché.',
  'imaging/no-bulk-data': 'Cette image n’a pas l’élément demandé.',
  'imaging/bad-cursor': 'La suite de cette liste n’est plus disponible. Rechargez la page.',
} as const;
