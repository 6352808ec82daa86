export const french = {
  'access/refused':
    'Vous n’avez pas accès à cet élément. Si vous devriez l’avoir, demandez à son auteur ou à votre administrateur.',
  'access/unknown-topic': 'Ce fil d’événements n’existe pas.',
} as const;
