/** Failures of exchanges with a PACS, and refusals of the domain: what happened, then what to do. */
export const french = {
  'pacs/unreachable':
    'Le PACS ne répond pas à cette adresse\u00a0: vérifiez l’adresse, le port, le VPN et le pare-feu.',
  'pacs/name-unknown': 'Le nom de machine du PACS est inconnu\u00a0: vérifiez l’adresse saisie et le DNS.',
  'pacs/connection-refused':
    'Connexion refusée\u00a0: la machine répond, mais rien n’écoute sur ce port. Vérifiez le port, et que le service DICOM du PACS est démarré.',
  'pacs/connect-timeout':
    'Le PACS ne répond pas à temps\u00a0: vérifiez l’adresse, le port, le VPN et le pare-feu, puis réessayez.',
  'pacs/response-timeout':
    'Le PACS a accepté la demande mais n’a pas répondu à temps. Réessayez, puis prévenez son exploitant.',
  'pacs/tls-certificate':
    'Le certificat TLS du PACS n’est pas celui attendu\u00a0: vérifiez l’empreinte enregistrée ou l’autorité qui l’a émis.',
  'pacs/tls-refused':
    'La connexion TLS a échoué\u00a0: vérifiez que ce port attend TLS et que le PACS accepte notre certificat.',
  'pacs/called-unknown':
    'Association refusée\u00a0: titre d’application appelé inconnu (vérifiez le titre «\u00a0AE\u00a0» du PACS dans sa fiche).',
  'pacs/calling-unknown':
    'Association refusée\u00a0: titre d’application appelant inconnu (vérifiez «\u00a0LIAISON\u00a0» dans la configuration du PACS).',
  'pacs/application-context':
    'Association refusée\u00a0: contexte d’application non pris en charge par ce PACS.',
  'pacs/protocol-version':
    'Association refusée\u00a0: version du protocole DICOM non prise en charge par ce PACS.',
  'pacs/congestion': 'Association refusée\u00a0: le PACS est saturé pour l’instant. Nouvel essai plus tard.',
  'pacs/local-limit':
    'Association refusée\u00a0: le PACS a atteint sa limite d’associations. Nouvel essai plus tard.',
  'pacs/rejected': 'Association refusée par le PACS, sans raison précise. Voyez son journal.',
  'pacs/aborted': 'Le PACS a interrompu l’association. Réessayez, puis voyez son journal.',
  'pacs/closed': 'Le PACS a fermé la connexion sans prévenir. Réessayez, puis voyez son journal.',
  'pacs/protocol': 'Le PACS a répondu par un message DICOM mal formé. Prévenez son exploitant.',
  'pacs/no-context':
    'Le PACS accepte l’association, mais pas ce service\u00a0: faites-le activer pour «\u00a0LIAISON\u00a0» dans sa configuration.',
  'pacs/class-not-supported': 'Le PACS ne prend pas en charge ce service ou ce type d’image.',
  'pacs/syntax-not-supported': 'Le PACS n’accepte aucune syntaxe de transfert possible pour cette image.',
  'pacs/out-of-resources':
    'Le PACS manque de ressources (disque ou mémoire). Nouvel essai plus tard\u00a0; prévenez son exploitant si cela dure.',
  'pacs/cannot-count': 'Le PACS ne peut pas dénombrer les images demandées, faute de ressources.',
  'pacs/move-no-resources':
    'Le PACS n’a pas pu envoyer les images, faute de ressources. Nouvel essai plus tard.',
  'pacs/move-destination-unknown':
    'AET refusé\u00a0: le PACS ne connaît pas la destination «\u00a0LIAISON\u00a0». Faites-y déclarer ce titre, avec notre adresse et notre port.',
  'pacs/bad-identifier': 'Le PACS ne comprend pas cette recherche\u00a0: retirez un critère et réessayez.',
  'pacs/too-many-matches': 'Trop d’examens correspondent pour ce PACS\u00a0: précisez la recherche.',
  'pacs/cannot-process':
    'Le PACS n’a pas pu traiter la demande. Réessayez, puis voyez son journal avec le code indiqué.',
  'pacs/not-authorized':
    'Le PACS n’autorise pas Liaison à faire cela\u00a0: faites-le permettre dans sa configuration.',
  'pacs/images-failed': 'Le PACS n’a pas pu envoyer certaines images.',
  'pacs/images-missing': 'Le PACS dit avoir tout envoyé, mais des images ne sont pas arrivées.',
  'pacs/nothing-sent': 'Le PACS n’a envoyé aucune image de cet examen\u00a0: il ne l’a peut-être plus.',
  'pacs/cancelled': 'Demande annulée.',
  'pacs/not-callable': 'Aucune adresse n’est enregistrée pour appeler ce PACS\u00a0: complétez sa fiche.',
  'pacs/reception-full': 'Liaison n’a pas pu écrire les images reçues. Prévenez l’exploitant.',
  'pacs/unforeseen': 'L’échange avec le PACS a échoué. Réessayez, puis prévenez l’exploitant.',
  'pacs/no-peer': 'Ce PACS n’existe pas, ou plus.',
  'pacs/not-your-structure': 'Ce PACS est celui d’un autre établissement.',
  'pacs/inactive': 'Ce PACS est désactivé.',
  'pacs/no-search': 'La recherche n’est pas ouverte sur ce PACS.',
  'pacs/no-retrieve': 'La récupération n’est pas ouverte sur ce PACS.',
  'pacs/no-criterion':
    'Saisissez au moins un critère\u00a0: IPP, nom, date de naissance, numéro d’examen ou date.',
  'pacs/ae-title-taken': 'Un PACS de cet établissement porte déjà ce titre d’application.',
  'pacs/ae-title-claimed':
    'Un autre établissement a déjà ce titre d’application à la même adresse\u00a0: distinguez-les par l’adresse ou par un certificat.',
  'pacs/unbound':
    'Pour envoyer ou chercher ici, ce PACS doit être lié à une adresse ou à un certificat\u00a0: son titre d’application ne prouve rien.',
  'pacs/no-store-to-approve': 'Ce PACS ne reçoit pas d’images de Liaison\u00a0: il n’y a rien à approuver.',
  'pacs/no-query-to-approve': 'Ce PACS ne demande pas à chercher ici\u00a0: il n’y a rien à approuver.',
  'pacs/changed-meanwhile':
    'La fiche de ce PACS vient de changer\u00a0: rechargez la liste, regardez à quoi il est lié, puis approuvez.',
  'pacs/no-retrieval': 'Cette récupération n’existe pas, ou plus.',
  'pacs/nothing-to-retry': 'Cette récupération n’est pas en échec\u00a0: il n’y a rien à réessayer.',
  'pacs/nothing-to-cancel': 'Cette récupération est déjà finie.',
} as const;
