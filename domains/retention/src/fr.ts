export const french = {
  'retention/not-your-structure': 'Cette règle est celle d’un autre établissement.',
  'retention/not-complete':
    'Les images de cet examen arrivent encore. Attendez la fin de la réception pour confirmer leur archivage.',
} as const;
