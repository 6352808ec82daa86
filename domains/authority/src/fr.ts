import { bundleErrorsFr } from '@liaison/mio-bundle';

/** By error code. */
export const french = {
  ...bundleErrorsFr,
  /** This installation is no MIO authority: no folder of keys is set. */
  'authority/not-here':
    'Cette installation n’est pas une autorité MIO. Demandez à l’exploitant d’y confier des clés (LIAISON_AUTHORITY).',
  /** The keys do not open. */
  'authority/keys-closed':
    'Les clés de l’autorité ne s’ouvrent pas : rien n’a été signé. Demandez à l’exploitant de vérifier leur dossier et leur phrase secrète.',
  /** The keys in service are not those that the last published root names. */
  'authority/keys-astray':
    'Les clés en service ne sont pas celles de la racine publiée. Portez les nouvelles clés sur le serveur, puis publiez le lot de confiance qui les annonce.',
  'authority/siret-wrong': 'Ce SIRET est faux : vérifiez ses 14 chiffres.',
  'authority/siret-known': 'Une organisation est déjà inscrite sous ce SIRET.',
  'authority/no-organisation': 'Cette organisation n’est pas inscrite.',
  'authority/no-licence': 'Cette licence n’existe pas.',
  'authority/dates-wrong': 'La fin de validité précède son début, ou est déjà passée.',
  'authority/validity-long': 'Une licence vaut deux ans au plus : choisissez une fin plus proche.',
  'authority/request-wrong':
    'La demande de certificat ne se lit pas : attendu une demande (PKCS #10) ou une clé publique sur P-256, en PEM.',
  'authority/key-known':
    'Cette clé a déjà un certificat d’une autre licence : chaque contrôleur a la sienne.',
  'authority/key-gone':
    'La clé du certificat précédent n’est pas connue ici : joignez une demande de certificat.',
  'authority/licence-state': 'L’état de cette licence ne le permet pas, ou plus. Rechargez la page.',
  'authority/no-certificate': 'Cette licence n’a pas de certificat à remettre.',
  'authority/qualification-known': 'Une interface porte déjà ce numéro de qualification.',
  'authority/no-message': 'Une interface qualifiée lit ou écrit au moins un message.',
  'authority/no-interface': 'Cette interface n’est pas au registre, ou en est déjà retirée.',
  'authority/nothing-sent': 'Aucun fichier n’a été reçu. Choisissez-le, puis recommencez.',
  'authority/busy':
    'Un autre fichier est en cours de publication. Attendez qu’elle se termine, puis recommencez.',
  'authority/nothing-before':
    'Aucune liste n’est encore publiée pour ce système : envoyez d’abord la liste entière.',
  'authority/nothing-new': 'Ce fichier ne change rien à la version publiée : rien n’a été publié.',
  'authority/label-known': 'Une version de cette liste porte déjà ce nom.',
  'authority/other-kind': 'Ce nom de lot est déjà celui d’un lot d’une autre nature.',
  'authority/starts-before':
    'Une version ne commence pas avant celle qui la précède : choisissez un jour plus tardif.',
  'authority/archive-wrong': 'Ce fichier n’est pas une archive zip de fichiers aux noms simples.',
  'authority/delta-signed': 'Un lot signé à la cérémonie doit être complet.',
  'authority/not-next': 'Ce lot n’est pas le suivant de ceux qui sont publiés.',
  /** Of subscribers. */
  'authority/unknown-subscriber':
    'Cette demande n’est pas signée par un contrôleur dont cette autorité a délivré le certificat.',
  'authority/licence-not-in-force':
    'La licence de ce contrôleur n’est pas en vigueur : adressez-vous à l’autorité.',
  'authority/certificate-revoked': 'Le certificat de ce contrôleur est révoqué : adressez-vous à l’autorité.',
  'authority/certificate-over':
    'Le certificat de ce contrôleur est arrivé à sa fin : mettez en place celui qui a été délivré depuis.',
  'authority/too-many-streams': 'Trop d’abonnements sont ouverts avec cette licence.',
  'authority/too-many-installations':
    'Cette licence a déjà 50 installations connues : demandez à l’autorité une licence pour les autres.',
  'authority/nothing-published': 'L’autorité n’a encore rien publié.',
} as const;
