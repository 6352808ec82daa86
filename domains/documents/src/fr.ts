export const french = {
  'documents/unknown-document': 'Ce document n’existe pas, ou vous n’y avez pas accès.',
} as const;
