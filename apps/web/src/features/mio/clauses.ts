/** Models of clauses for a consultation: a buyer adapts them. Paragraphs, in French. */
export type Clause = {
  readonly id: string;
  readonly title: string;
  /** Where it goes. */
  readonly place: string;
  readonly paragraphs: readonly string[];
};

export const clauses: readonly Clause[] = [
  {
    id: 'reponse',
    title: 'Répondre par un message MIO',
    place: 'Règlement de la consultation',
    paragraphs: [
      'L’acheteur publie son état des besoins sous la forme d’un message MIO M10 (demande de prix), contrôlé et certifié, joint au dossier de consultation. Le modèle Excel qui en est tiré y est joint aussi.',
      'Le candidat remet ses prix sous la forme d’un message M20 (offre de prix) que produit son logiciel, ou du modèle Excel rempli, sans en changer les onglets, les en-têtes ni les codes. Une offre peut ne répondre qu’à une partie des lots.',
      'L’offre porte le certificat d’un contrôleur dont la licence est en cours, sans constat « bloquant » ni « erreur ». L’acheteur vérifie ce certificat à l’ouverture : ce qui a été modifié depuis le contrôle est signalé au candidat avant l’analyse.',
      'Les produits sont désignés par les codes que demande l’état des besoins (UCD 13, CIP 13, GTIN, LPPR, CLADIMED, ATC), en vigueur à la date de publication de la consultation. Les prix sont en euros hors taxes, six décimales au plus.',
    ],
  },
  {
    id: 'logiciel',
    title: 'Acquérir un logiciel de gestion des marchés',
    place: 'Cahier des clauses techniques particulières',
    paragraphs: [
      'Le logiciel écrit les messages M10, M11, M30, M31 et M33, lit les messages M20, M21 et M41, et rend un accusé de réception (M41) de chaque message reçu, sans aucune ressaisie.',
      'Son interface est qualifiée pour ces messages et figure au registre public des interfaces qualifiées à la date de remise des offres ; le candidat en donne le numéro. Une interface qui n’y figure pas encore y est inscrite avant la vérification d’aptitude.',
      'Le logiciel contrôle les messages qu’il reçoit, vérifie leur certificat, montre les constats à l’utilisateur avec leur place, et garde le message tel qu’il a été reçu, octet pour octet, aussi longtemps que le marché.',
      'Il prend les mises à jour signées des nomenclatures que publie l’autorité, au plus tard la veille de leur date d’effet, et les applique à la date de publication de la consultation et non à celle du contrôle.',
    ],
  },
  {
    id: 'maintien',
    title: 'Maintenir la conformité',
    place: 'Cahier des clauses administratives particulières, maintenance',
    paragraphs: [
      'Le titulaire maintient la qualification de son interface pendant toute la durée du marché. Il fait qualifier de nouveau chaque version majeure avant de l’installer.',
      'Quand l’autorité publie une nouvelle version des messages, le titulaire livre la version conforme de son logiciel avant que l’ancienne cesse d’être admise, sans supplément de prix.',
      'Quand une qualification est retirée, le titulaire en informe l’acheteur sans délai et remet l’interface en conformité ; les échanges se font entre-temps par le modèle Excel.',
    ],
  },
];

/** As it is pasted into a document. */
export function clauseText({ title, paragraphs }: Clause): string {
  return [title, ...paragraphs].join('\n\n');
}
