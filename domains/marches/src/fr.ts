/** By error code. */
export const french = {
  /** The request has no message. */
  'marches/nothing-sent': 'Aucun message n’a été reçu. Choisissez un fichier, puis recommencez.',
  /** The form cannot be taken apart. */
  'marches/form-unreadable': 'L’envoi n’a pas pu être lu. Envoyez le fichier de nouveau.',
  /** The needs that came with the message are no call for tenders. */
  'marches/need-unreadable':
    'La demande de prix jointe n’est pas un message M10 lisible. Choisissez le fichier de l’acheteur, ou retirez-la.',
  /** A structure without FINESS nor SIRET signs no result. */
  'marches/no-identifier':
    'Votre établissement n’a ni FINESS ni SIRET : demandez à votre administrateur de les saisir.',
  /** One control of the user is under way already, or many of others. */
  'marches/busy': 'Un contrôle est déjà en cours. Attendez son résultat, puis recommencez.',
  /** The control took too long or too much memory. */
  'marches/control-failed':
    'Le contrôle de ce fichier n’a pas abouti : il demande trop de temps ou de mémoire. Vérifiez qu’il s’agit bien d’un message MIO.',
} as const;
