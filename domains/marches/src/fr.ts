/** By error code. */
export const french = {
  /** The request has no message. */
  'marches/nothing-sent': 'Aucun message n’a été reçu. Choisissez un fichier, puis recommencez.',
  /** The form cannot be taken apart. */
  'marches/form-unreadable': 'L’envoi n’a pas pu être lu. Envoyez le fichier de nouveau.',
  /** The control took too long or too much memory. */
  'marches/control-failed':
    'Le contrôle de ce fichier n’a pas abouti : il demande trop de temps ou de mémoire. Vérifiez qu’il s’agit bien d’un message MIO.',
} as const;
