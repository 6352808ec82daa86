export const french = {
  'access/refused':
    'Vous n’avez pas accès à cet élément. Si vous devriez l’avoir, demandez à son auteur ou à votre administrateur.',
  'access/too-many-streams':
    'Liaison est ouvert dans trop de fenêtres. Fermez-en quelques-unes, puis rechargez celle-ci.',
  'access/unknown-topic': 'Ce fil d’événements n’existe pas.',
} as const;
