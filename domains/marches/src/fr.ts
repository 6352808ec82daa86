/** By error code. */
export const french = {
  /** The reference of a message was asked for by a code that the standard does not have. */
  'marches/no-such-message': 'Le standard n’a pas ce message. La page MIO dit lesquels il a.',
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
  'marches/busy':
    'Un contrôle ou une vérification est déjà en cours. Attendez son résultat, puis recommencez.',
  /** The control took too long or too much memory. */
  'marches/control-failed':
    'Le contrôle de ce fichier n’a pas abouti : il demande trop de temps ou de mémoire. Vérifiez qu’il s’agit bien d’un message MIO.',
  /** Certifying was asked where no controller's key was entrusted to the installation. */
  'marches/no-signer':
    'Cette installation n’a pas reçu de clé de contrôleur : rien ne peut être certifié. Demandez à votre administrateur d’en installer une.',
  /** The folder of the key cannot be read, or the phrase does not open it. */
  'marches/signer-unreadable':
    'La clé de contrôleur de cette installation ne s’ouvre pas. Votre administrateur trouvera la raison dans le journal technique.',
  /** The certificate of the key is out of its dates. */
  'marches/signer-expired':
    'Le certificat du contrôleur de cette installation n’est plus valable. Demandez à votre administrateur de le renouveler.',
  /** The control has errors: nothing is certified. */
  'marches/not-conforming': 'Ce message n’est pas conforme : corrigez les erreurs, puis certifiez-le.',
  /** Signing was refused; the reason is in `why`. */
  'marches/not-certified': 'Ce message n’a pas pu être certifié.',
  /** Verifying was asked where no authority is known. */
  'marches/no-trust':
    'Cette installation ne connaît aucune autorité : rien ne peut être vérifié. Demandez à votre administrateur de les installer.',
  /** The folder of authorities cannot be read. */
  'marches/trust-unreadable':
    'Les autorités reconnues par cette installation ne se lisent pas. Votre administrateur trouvera la raison dans le journal technique.',
  /** Something of the message was not read: in another format it would be lost. */
  'marches/not-converted':
    'Ce fichier n’est pas converti : ce qui n’a pas été compris serait perdu. Contrôlez-le d’abord, puis corrigez-le.',
} as const;
