// Written by table/generate-types.ts from the field table.

export type BundleKindCode =
  | 'nomenclature' // nomenclature
  | 'ruleset' // règles de contrôle
  | 'xsd' // schémas
  | 'trust' // confiance;

export type CertificateKindCode =
  | 'CE' // marquage CE
  | 'AMM' // autorisation de mise sur le marché
  | 'ATU' // autorisation d’accès précoce ou compassionnel
  | 'ISO' // norme;

export type ContractFormCode =
  | 'MARCHE' // marché ordinaire
  | 'BC' // accord-cadre à bons de commande
  | 'MS' // accord-cadre à marchés subséquents
  | 'MIXTE' // accord-cadre à bons de commande et à marchés subséquents;

export type CriterionTypeCode =
  | 'PRIX' // prix
  | 'QUALITE' // qualité technique
  | 'DELAI' // livraison
  | 'ENVIRONNEMENT' // environnement
  | 'AUTRE' // autre;

export type LayerCode =
  | 'ENVELOPPE' // enveloppe
  | 'SECURITE' // sécurité
  | 'XML' // XML
  | 'XSD' // schéma
  | 'STRUCTURE' // structure
  | 'NOMENCLATURE' // nomenclature
  | 'METIER' // métier
  | 'CROISE' // croisement des messages
  | 'PLAUSIBILITE' // plausibilité;

export type LineStatusCode =
  | 'OFFRE' // offre
  | 'SANS-OFFRE' // sans offre;

export type LotPricingCode =
  | 'INDIVISIBLE' // lot indivisible : toutes les lignes sont à chiffrer
  | 'LIGNE' // à la ligne;

export type MdrClassCode =
  | 'I' // I
  | 'Is' // I stérile
  | 'Im' // I avec fonction de mesurage
  | 'Ir' // I réutilisable
  | 'IIa' // IIa
  | 'IIb' // IIb
  | 'III' // III
  | 'A' // DIV classe A
  | 'B' // DIV classe B
  | 'C' // DIV classe C
  | 'D' // DIV classe D;

export type NatureCode =
  | 'supplies' // fournitures
  | 'services' // services
  | 'works' // travaux;

export type NoAwardCode =
  | 'INFRUCTUEUX' // infructueux
  | 'SANS-SUITE' // déclaré sans suite;

export type PackageLevelCode =
  | 'UCD' // unité commune de dispensation
  | 'UNITE' // unité
  | 'BOITE' // boîte
  | 'CARTON' // carton
  | 'PALETTE' // palette;

export type ParticipantSchemeCode =
  | '0002' // SIREN
  | '0009' // SIRET
  | '0088' // GLN
  | '0199' // LEI
  | 'FINESS' // FINESS
  | 'EMAIL' // adresse électronique;

export type PieceKindCode =
  | 'RC' // règlement de la consultation
  | 'CCAP' // cahier des clauses administratives particulières
  | 'CCTP' // cahier des clauses techniques particulières
  | 'CCP' // cahier des clauses particulières
  | 'AE' // acte d’engagement (ATTRI1)
  | 'BPU' // bordereau des prix
  | 'DC1' // lettre de candidature (DC1)
  | 'DC2' // déclaration du candidat (DC2)
  | 'DC4' // déclaration de sous-traitance (DC4)
  | 'DUME' // document unique de marché européen
  | 'POUVOIR' // pouvoir du signataire
  | 'MEMOIRE' // mémoire technique
  | 'FT' // fiche technique
  | 'CE' // certificat ou déclaration de conformité CE
  | 'AMM' // autorisation de mise sur le marché
  | 'RCP' // résumé des caractéristiques du produit
  | 'IFU' // notice d’utilisation
  | 'FDS' // fiche de données de sécurité
  | 'QUESTIONNAIRE' // questionnaire
  | 'AUTRE' // autre pièce;

export type PriceFormCode =
  | 'FERME' // ferme
  | 'REVISABLE' // révisable
  | 'AJUSTABLE' // ajustable
  | 'FERME_ACTUALISABLE' // ferme actualisable;

export type ProcedureCode =
  | 'AOO' // appel d’offres ouvert
  | 'AOR' // appel d’offres restreint
  | 'MAPA' // procédure adaptée
  | 'PAN' // procédure avec négociation
  | 'DC' // dialogue compétitif
  | 'SAD' // système d’acquisition dynamique
  | 'SPC' // marché sans publicité ni mise en concurrence préalables;

export type PunctualityCode =
  | 'DANS-LES-DELAIS' // dans les délais
  | 'HORS-DELAI' // hors délai;

export type ReceptionStepCode =
  | 'RECU' // reçu
  | 'INTEGRE' // intégré dans le logiciel;

export type ResponseCode =
  | 'AP' // accepté
  | 'CA' // accepté avec réserves
  | 'RE' // rejeté;

export type ResponseReasonCode =
  | 'BV' // règle métier non respectée
  | 'BW' // règle métier : avertissement
  | 'SV' // syntaxe incorrecte
  | 'DL' // hors délai
  | 'WT' // message inattendu à cette étape
  | 'DUP' // message déjà reçu
  | 'CERT' // certificat de contrôle refusé
  | 'AUTRE' // autre motif;

export type SeverityCode =
  | 'BLOQUANT' // bloquant
  | 'ERREUR' // erreur
  | 'AVERTISSEMENT' // avertissement
  | 'INFO' // information;

export type StorageCode =
  | 'AMBIANTE' // température ambiante
  | '2-8' // entre 2 °C et 8 °C
  | '-20' // congélation (−20 °C)
  | '-80' // surgélation (−80 °C);

export type UnitCode =
  | 'H87' // pièce
  | 'C62' // unité
  | 'U2' // comprimé
  | 'AV' // gélule
  | 'PR' // paire
  | 'SET' // jeu, kit
  | 'XAM' // ampoule
  | 'XVI' // flacon (médicament)
  | 'XBO' // bouteille
  | 'XBG' // poche, sac
  | 'XSY' // seringue
  | 'XTU' // tube
  | 'XSA' // sachet
  | 'XBX' // boîte
  | 'XPK' // paquet
  | 'XCT' // carton
  | 'XPX' // palette
  | 'XRO' // rouleau
  | 'MLT' // millilitre
  | 'LTR' // litre
  | 'MGM' // milligramme
  | 'GRM' // gramme
  | 'KGM' // kilogramme
  | 'MMT' // millimètre
  | 'CMT' // centimètre
  | 'MTR' // mètre
  | 'MTK' // mètre carré
  | 'NIU' // unité internationale (UI)
  | 'GBQ' // gigabecquerel
  | '4N' // mégabecquerel
  | 'MTQ' // mètre cube
  | 'DAY' // jour
  | 'MON' // mois
  | 'HUR' // heure;

export type VatCategoryCode =
  | 'S' // taux normal ou réduit
  | 'Z' // taux zéro
  | 'E' // exonéré
  | 'AE' // autoliquidation
  | 'K' // livraison intracommunautaire
  | 'G' // exportation
  | 'O' // hors champ;

export type VatRateCode =
  | '0' // exonéré ou autoliquidé
  | '10' // taux intermédiaire
  | '13' // taux particulier en Corse
  | '20' // taux normal
  | '5.5' // taux réduit
  | '2.1' // taux particulier
  | '8.5' // taux normal en Guadeloupe, Martinique et Réunion
  | '1.75' // taux particulier outre-mer
  | '1.05' // taux particulier outre-mer
  | '0.9' // taux particulier en Corse;

export type VerdictCode =
  | 'OK' // conforme
  | 'OK_AVEC_RESERVES' // conforme avec réserves
  | 'KO' // non conforme;

/** M10, Demande de prix (état des besoins). L’acheteur dit ce dont il a besoin, lot par lot et ligne par ligne, et comment répondre. */
export interface CallForTenders {
  type: 'M10';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La procédure. */
  consultation: Consultation;
  /** Acheteur. L’acheteur ou le coordonnateur du groupement. */
  buyer: Buyer;
  /** Établissements membres. Membres du groupement. */
  members?: Member[];
  /** Pièces du dossier. Pièces du DCE, nommées par leur empreinte. */
  pieces?: Piece[];
  /** Lots. Les lots, sous-lots compris. */
  lots: NeedLot[];
}

export interface Header {
  /** Identifiant du message (UUID). UUID, en minuscules ; le même message envoyé deux fois garde le sien. */
  messageId: string;
  /** Message d’essai (oui ou non). Un essai n’entre jamais en production : son identifiant de profil finit par « :test ». */
  isTest: boolean;
  /** Version du standard (version du standard). Version de ce profil. */
  standardVersion: string;
  /** Créé le (instant UTC). Instant de création, en temps universel. */
  createdAt: string;
  /** Expéditeur. Qui envoie. */
  sender: Participant;
  /** Destinataire. À qui ; absent d’une publication ouverte à tous. */
  receiver?: Participant;
  /** Interface. Le logiciel qui a produit le message. */
  interface?: Interface;
  /** Nomenclatures. Les versions dont les codes du message sont tirés. */
  nomenclatures?: NomenclatureVersion[];
  /** En réponse à. Le message auquel celui-ci répond. */
  inReplyTo?: MessageReference;
}

export interface Participant {
  /** Type d’identifiant (code). Registre de l’identifiant (ISO/IEC 6523, ou FINESS, EMAIL). */
  scheme: ParticipantSchemeCode;
  /** Identifiant de participant (identifiant). Identifiant dans ce registre. */
  id: string;
}

export interface Interface {
  /** Logiciel (texte d’une ligne). Nom du logiciel. */
  product: string;
  /** Version du logiciel (identifiant). Version du logiciel. */
  version: string;
  /** Qualification (identifiant). Numéro de qualification de l’interface. */
  qualificationId?: string;
}

export interface NomenclatureVersion {
  /** Nomenclature (code). CLADIMED, LPPR, UCD, ATC… */
  id: string;
  /** Version de nomenclature (identifiant). Version en vigueur à la rédaction. */
  version: string;
  /** Empreinte de nomenclature (SHA-256 en hexadécimal). SHA-256 du lot de mise à jour. */
  sha256?: string;
}

export interface Consultation {
  /** N° de consultation (identifiant). Référence de l’acheteur, par exemple 06-047C. */
  id: string;
  /** Version de la consultation (nombre entier). 1, puis un de plus à chaque rectificatif. */
  version: number;
  /** Objet (texte d’une ligne). Objet du marché. */
  title: string;
  /** Description de la consultation (texte). Description. */
  description?: string;
  /** Procédure (code). Procédure de passation. */
  procedure: ProcedureCode;
  /** Nature (code). Fournitures, services ou travaux. */
  nature?: NatureCode;
  /** Forme (code). Forme du marché. */
  contractForm?: ContractFormCode;
  /** Attributaires par lot (nombre entier). Nombre maximal d’attributaires d’un lot. */
  maximumAwardees?: number;
  /** CPV (code CPV). Vocabulaire commun des marchés publics. */
  cpv?: string;
  /** Début du marché (date). Date prévue. */
  startsOn?: string;
  /** Durée (nombre entier). En mois. */
  months?: number;
  /** Reconductions (nombre entier). Nombre de reconductions. */
  renewals?: number;
  /** Durée de reconduction (nombre entier). En mois, chacune. */
  renewalMonths?: number;
  /** Publiée le (instant avec son fuseau). Mise à disposition du dossier. */
  publishedAt?: string;
  /** Questions jusqu’au (instant avec son fuseau). Dernier instant pour une question. */
  questionsUntil?: string;
  /** Date limite de remise des offres (instant avec son fuseau). À la seconde, avec le fuseau. */
  deadline: string;
  /** Validité des offres (nombre entier). En jours, depuis la date limite. */
  validityDays?: number;
  /** Variantes (oui ou non). Variantes autorisées. */
  variantsAllowed: boolean;
  /** Conditions des variantes (texte). Exigences minimales. */
  variantConditions?: string;
  /** PSE (texte). Prestations supplémentaires éventuelles. */
  options?: string;
  /** Révision des prix (texte). Clause de révision. */
  priceRevision?: string;
  /** Règles de prix (texte). Unité de prix, régime de TVA. */
  pricingRules?: string;
  /** Critères d’attribution. Critères et leur pondération. */
  criteria?: Criterion[];
  /** Échantillons. Remise des échantillons. */
  samples?: SampleTerms;
  /** Clés du coffre. Certificats pour lesquels une offre est chiffrée. */
  vaultKeys?: VaultKey[];
  /** Version précédente (nombre entier). Version que le rectificatif remplace. */
  previousVersion?: number;
}

export interface Criterion {
  /** N° de critère (identifiant). Identifiant du critère. */
  id: string;
  /** Nature du critère (code). Prix, qualité, livraison… */
  kind?: CriterionTypeCode;
  /** Critère (texte d’une ligne). Intitulé du critère. */
  name: string;
  /** Précision du critère (texte). Comment il sera jugé. */
  description?: string;
  /** Pondération (pourcentage). En pour cent. */
  weight?: string;
}

export interface SampleTerms {
  /** Remise des échantillons (texte). Adresse, date limite, gratuité. */
  terms: string;
}

export interface VaultKey {
  /** Chiffrement (code). Format de l’enveloppe, par exemple MIO-M22. */
  algorithm: string;
  /** Certificat (base64). Certificat X.509 en DER, en base64. */
  certificate: string;
}

export interface Buyer {
  /** Profil d’acheteur (adresse (URI)). Adresse du profil d’acheteur. */
  profileUri?: string;
  /** Organisation. L’organisation. */
  party: Party;
}

export interface Party {
  /** Nom (texte d’une ligne). Dénomination usuelle. */
  name: string;
  /** Raison sociale (texte d’une ligne). Dénomination au registre. */
  legalName?: string;
  /** SIRET (SIRET). Quatorze chiffres, clé de Luhn. */
  siret?: string;
  /** FINESS (FINESS). FINESS géographique de l’établissement. */
  finess?: string;
  /** GLN (GLN). Identifiant GS1 du lieu. */
  gln?: string;
  /** LEI (LEI). Identifiant d’entité juridique (ISO 17442). */
  lei?: string;
  /** N° de TVA (n° de TVA intracommunautaire). Numéro de TVA intracommunautaire. */
  vatNumber?: string;
  /** Forme juridique (texte d’une ligne). SA, SAS, établissement public… */
  legalForm?: string;
  /** Site (adresse (URI)). Adresse du site de l’organisation. */
  website?: string;
  /** Adresse. Adresse postale. */
  address?: Address;
  /** Contact. À qui écrire. */
  contact?: Contact;
}

export interface Address {
  /** Voie (texte d’une ligne). Numéro et voie. */
  street?: string;
  /** Complément (texte d’une ligne). Bâtiment, boîte postale. */
  complement?: string;
  /** Code postal (code). Code postal. */
  postalCode?: string;
  /** Ville (texte d’une ligne). Commune. */
  city?: string;
  /** Pays (pays (ISO 3166-1)). Deux lettres ; FR si absent. */
  country?: string;
}

export interface Contact {
  /** Interlocuteur (texte d’une ligne). Nom de la personne ou du service. */
  name?: string;
  /** Téléphone (identifiant). Numéro de téléphone. */
  phone?: string;
  /** Courriel (adresse électronique). Adresse électronique. */
  email?: string;
}

export interface Member {
  /** N° de membre (identifiant). Identifiant qu’emploient les répartitions. */
  id: string;
  /** Établissement membre. L’établissement. */
  party: Party;
}

export interface Piece {
  /** N° de pièce (identifiant). Identifiant de la pièce dans le message. */
  id: string;
  /** Nature de la pièce (code). Ce qu’est la pièce. */
  kind: PieceKindCode;
  /** Version de la pièce (identifiant). Version de la pièce. */
  version?: string;
  /** Titre de la pièce (texte d’une ligne). Intitulé. */
  title?: string;
  /** Nom du fichier (texte d’une ligne). Nom du fichier, sans dossier. */
  fileName: string;
  /** Type du fichier (type MIME). Type MIME. */
  mime?: string;
  /** Adresse de la pièce (adresse (URI)). Où la prendre. */
  uri?: string;
  /** Empreinte du fichier (SHA-256 en hexadécimal). SHA-256 des octets du fichier. */
  sha256: string;
}

export interface NeedLot {
  /** N° de lot (identifiant). Numéro du lot. */
  id: string;
  /** Lot parent (identifiant). Pour un sous-lot : le numéro du lot qui le contient. */
  parent?: string;
  /** Intitulé du lot (texte d’une ligne). Intitulé du lot. */
  title: string;
  /** Description du lot (texte). Objet détaillé. */
  description?: string;
  /** Famille homogène (code). Famille homogène de fournitures. */
  family?: string;
  /** CLADIMED du lot (code CLADIMED). Classe commune au lot. */
  cladimed?: string;
  /** CPV du lot (code CPV). Vocabulaire commun des marchés publics. */
  cpv?: string;
  /** Attribution (code). Lot indivisible ou attribué à la ligne. */
  pricing?: LotPricingCode;
  /** Forme du marché (code). Forme du marché, si le lot a la sienne. */
  contractForm?: ContractFormCode;
  /** Attributaires maximum (nombre entier). Nombre maximal d’attributaires. */
  maximumAwardees?: number;
  /** Variantes autorisées (oui ou non). Si le lot a sa règle. */
  variantsAllowed?: boolean;
  /** Critères d’attribution. Critères et leur pondération. */
  criteria?: Criterion[];
  /** Estimation du lot (montant en euros et centimes). Estimation HT, si l’acheteur la publie. */
  estimate?: string;
  /** Montant minimum (montant en euros et centimes). Minimum HT de l’accord-cadre. */
  minimumAmount?: string;
  /** Montant maximum (montant en euros et centimes). Maximum HT de l’accord-cadre. */
  maximumAmount?: string;
  /** Début du lot (date). Si le lot a sa date. */
  startsOn?: string;
  /** Durée du lot (nombre entier). En mois. */
  months?: number;
  /** Reconductions du lot (nombre entier). Nombre de reconductions. */
  renewals?: number;
  /** Durée de reconduction du lot (nombre entier). En mois, chacune. */
  renewalMonths?: number;
  /** Lignes. Les besoins du lot. */
  lines?: NeedLine[];
}

export interface NeedLine {
  /** N° de ligne (identifiant). Identifiant stable de la ligne dans la consultation. */
  id: string;
  /** Observation (texte). Observation de l’acheteur. */
  comment?: string;
  /** Quantité estimée (quantité, jusqu’à six décimales). Quantité annuelle estimée, tous établissements. */
  quantity: string;
  /** Unité (code). Unité des quantités et unité de prix demandée. */
  unit: UnitCode;
  /** Quantité minimale (quantité, jusqu’à six décimales). Minimum annuel. */
  minimum?: string;
  /** Quantité maximale (quantité, jusqu’à six décimales). Maximum annuel. */
  maximum?: string;
  /** Montant estimé (montant en euros et centimes). Estimation annuelle HT, si l’acheteur la publie. */
  estimatedAmount?: string;
  /** Répartition. Quantités de chaque établissement membre. */
  sites?: SiteQuantity[];
  /** Produit demandé. Ce qui est demandé. */
  item: NeededItem;
}

export interface SiteQuantity {
  /** Établissement (identifiant). Identifiant de l’établissement dans la liste des membres. */
  site: string;
  /** Quantité du site (quantité, jusqu’à six décimales). Quantité annuelle estimée de l’établissement. */
  quantity: string;
  /** Minimum du site (quantité, jusqu’à six décimales). Minimum annuel de l’établissement. */
  minimum?: string;
  /** Maximum du site (quantité, jusqu’à six décimales). Maximum annuel de l’établissement. */
  maximum?: string;
}

export interface NeededItem {
  /** Désignation (texte d’une ligne). Désignation du besoin. */
  name: string;
  /** Description (texte). Spécification technique. */
  description?: string;
  /** Référence acheteur (identifiant). Code du produit chez l’acheteur. */
  buyerReference?: string;
  /** Exigences. Caractéristiques exigées : stérile, sans latex, côté, dimension… */
  requirements?: Requirement[];
  /** GTIN (GTIN). GTIN-13 ou 14 de l’unité, clé GS1. */
  gtin?: string;
  /** CIP13 (CIP13). Code de la présentation (34009…), clé GS1. */
  cip13?: string;
  /** UCD13 (UCD13). Code de l’unité commune de dispensation (34008…), clé GS1. */
  ucd13?: string;
  /** IUD-ID (IUD-ID). Identifiant unique du dispositif, partie fixe (règlement (UE) 2017/745, annexe VI). */
  udiDi?: string;
  /** LPPR (code LPPR). Code de la liste des produits et prestations remboursables. */
  lppr?: string;
  /** CLADIMED (code CLADIMED). Classe du dispositif médical. */
  cladimed?: string;
  /** ATC (code ATC). Classe du médicament. */
  atc?: string;
  /** DCI (texte d’une ligne). Dénomination commune internationale. */
  inn?: string;
  /** Dosage (texte d’une ligne). Dosage. */
  strength?: string;
  /** Forme (texte d’une ligne). Forme galénique. */
  form?: string;
  /** Équivalent accepté (oui ou non). Les codes demandés valent « ou équivalent ». */
  isEquivalentAccepted?: boolean;
  /** Échantillons demandés (nombre entier). Nombre d’échantillons à fournir ; aucun si absent. */
  samples?: number;
}

export interface Requirement {
  /** Caractéristique (texte d’une ligne). Nom de la caractéristique. */
  name: string;
  /** Valeur exigée (texte d’une ligne). Valeur exigée. */
  value: string;
}

/** M11, Rectificatif. La consultation entière, dans sa version suivante. */
export interface Amendment {
  type: 'M11';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Objet du rectificatif (texte). Ce qui change et pourquoi. */
  reason: string;
  /** Consultation. La procédure. */
  consultation: Consultation;
  /** Acheteur. L’acheteur ou le coordonnateur du groupement. */
  buyer: Buyer;
  /** Établissements membres. Membres du groupement. */
  members?: Member[];
  /** Pièces du dossier. Pièces du DCE, nommées par leur empreinte. */
  pieces?: Piece[];
  /** Lots. Les lots, sous-lots compris. */
  lots: NeedLot[];
}

export interface MessageReference {
  /** Message répondu (UUID). UUID du message répondu. */
  messageId: string;
  /** Empreinte (SHA-256 en hexadécimal). SHA-256 des octets du message répondu. */
  sha256?: string;
}

/** M12, Question. Un candidat interroge l’acheteur avant la date limite. */
export interface Question {
  type: 'M12';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Auteur. Qui demande. */
  author?: Party;
  /** Réponse attendue avant (instant avec son fuseau). Dernier instant utile. */
  replyUntil?: string;
  /** Lots concernés. Ce sur quoi porte le message ; tout si absent. */
  subjects?: Subject[];
  /** Question (texte). La question. */
  text: string;
  /** Pièces jointes. Fichiers joints. */
  pieces?: Piece[];
}

export interface ConsultationReference {
  /** N° de consultation (identifiant). Référence de l’acheteur. */
  id: string;
  /** Version de la consultation (nombre entier). Version à laquelle le message se rapporte. */
  version?: number;
}

export interface Subject {
  /** Lot concerné (identifiant). Numéro du lot. */
  lot: string;
  /** Ligne concernée (identifiant). Ligne de l’état des besoins. */
  line?: string;
}

/** M13, Réponse. L’acheteur répond à tous les candidats. */
export interface PublicAnswer {
  type: 'M13';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Auteur. Qui répond. */
  author?: Party;
  /** Lots concernés. Ce sur quoi porte le message ; tout si absent. */
  subjects?: Subject[];
  /** Question posée (texte). La question, telle qu’elle est publiée. */
  question?: string;
  /** Réponse (texte). La réponse. */
  text: string;
  /** Pièces jointes. Fichiers joints. */
  pieces?: Piece[];
}

/** M20, Offre de prix. Le fournisseur répond aux lots qu’il choisit, produit par produit. */
export interface Tender {
  type: 'M20';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Validité de l’offre (nombre entier). En jours, depuis la date limite. */
  validityDays?: number;
  /** Candidat. Le candidat seul, ou le mandataire du groupement. */
  tenderer: Party;
  /** Cotraitants. Les autres membres du groupement. */
  coTenderers?: Party[];
  /** Sous-traitants. Sous-traitants déclarés (DC4). */
  subcontractors?: Party[];
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Pièces de l’offre. Candidature, pouvoirs, mémoire… */
  pieces?: Piece[];
  /** Lots proposés. Les lots auxquels le fournisseur répond. */
  lots: OfferedLot[];
}

export interface OfferedLot {
  /** Lot (identifiant). Numéro du lot de la consultation. */
  id: string;
  /** Variante n° (identifiant). Absent de l’offre de base. */
  variant?: string;
  /** Franco (montant en euros et centimes). Montant de commande HT à partir duquel le port est gratuit. */
  freeDelivery?: string;
  /** Minimum de commande HT (montant en euros et centimes). Plus petite commande acceptée. */
  minimumOrder?: string;
  /** Frais de port (montant en euros et centimes). Sous le franco, par commande. */
  delivery?: string;
  /** Pièces du lot. Mémoire technique et autres pièces du lot. */
  pieces?: Piece[];
  /** TVA du lot. TVA par taux. */
  vat?: VatTotal;
  /** Totaux du lot. Sommes des lignes. */
  totals?: Totals;
  /** Lignes d’offre. Les produits proposés. */
  lines?: OfferLine[];
  /** Réponses aux critères. Réponses écrites aux critères. */
  answers?: CriterionAnswer[];
}

export interface VatTotal {
  /** Total de TVA (montant en euros et centimes). TVA du lot. */
  total: string;
  /** Taux. Un par taux. */
  rates: VatRate[];
}

export interface VatRate {
  /** Base HT (montant en euros et centimes). Montants HT à ce taux. */
  base: string;
  /** TVA au taux (montant en euros et centimes). Base × taux, arrondi au centime. */
  amount: string;
  /** Taux de TVA (pourcentage). En pour cent. */
  rate: VatRateCode;
}

export interface Totals {
  /** Total HT (montant en euros et centimes). Somme des montants HT. */
  total: string;
  /** Total TTC (montant en euros et centimes). Total HT et TVA. */
  totalWithVat: string;
}

export interface OfferLine {
  /** N° de ligne d’offre (identifiant). Identifiant de la ligne dans l’offre. */
  id: string;
  /** Ligne du besoin (identifiant). Ligne de l’état des besoins à laquelle celle-ci répond. */
  needLine: string;
  /** Offre ou sans offre (code). « SANS-OFFRE » quand le fournisseur ne propose rien. */
  status: LineStatusCode;
  /** Commentaire (texte). Commentaire, ou motif d’une ligne sans offre. */
  comment?: string;
  /** Quantité (quantité, jusqu’à six décimales). Quantité du besoin, reprise sans changement. */
  quantity: string;
  /** Unité de quantité (code). Unité du besoin. */
  unit: UnitCode;
  /** Montant HT (montant en euros et centimes). Prix unitaire remisé × quantité, arrondi au centime. */
  total?: string;
  /** Montant TTC (montant en euros et centimes). Montant HT et TVA. */
  totalWithVat?: string;
  /** Montant de TVA (montant en euros et centimes). TVA de la ligne. */
  vat?: string;
  /** Unité de commande (texte d’une ligne). Conditionnement commandé : boîte, carton… */
  orderUnit?: string;
  /** Contenance (quantité, jusqu’à six décimales). Unités dans une unité de commande. */
  orderUnitContent?: string;
  /** Multiple de commande (quantité, jusqu’à six décimales). On commande par multiples. */
  orderMultiple?: string;
  /** Minimum de commande (quantité, jusqu’à six décimales). Plus petite quantité commandée. */
  minimumOrder?: string;
  /** Maximum de commande (quantité, jusqu’à six décimales). Plus grande quantité commandée. */
  maximumOrder?: string;
  /** Garantie (texte d’une ligne). Garantie. */
  warranty?: string;
  /** Pièces de la ligne. Fiche technique, certificat, notice… */
  pieces?: Piece[];
  /** Produit proposé. Ce qui est proposé ; absent d’une ligne sans offre. */
  item?: OfferedItem;
  /** Prix. Le prix offert ; absent d’une ligne sans offre. */
  price?: OfferedPrice;
  /** Paliers. Prix à partir d’une quantité. */
  tiers?: Tier[];
  /** Prix catalogue HT (prix, jusqu’à six décimales). Prix public ou de catalogue hors taxes. */
  listPrice?: string;
  /** Prix public TTC (prix, jusqu’à six décimales). Prix public toutes taxes comprises. */
  publicPrice?: string;
  /** Prix du conditionnement HT (prix, jusqu’à six décimales). Prix d’une unité de commande. */
  orderUnitPrice?: string;
  /** Prix unitaire TTC (prix, jusqu’à six décimales). Prix de l’unité toutes taxes comprises. */
  unitPriceWithVat?: string;
}

export interface OfferedItem {
  /** Désignation proposée (texte d’une ligne). Désignation du fournisseur. */
  name: string;
  /** Description proposée (texte). Caractéristiques. */
  description?: string;
  /** Marque (texte d’une ligne). Nom commercial. */
  brand?: string;
  /** Référence fournisseur (identifiant). Référence à commander. */
  supplierReference: string;
  /** Référence fabricant (identifiant). Référence chez le fabricant. */
  manufacturerReference?: string;
  /** Fabricant (texte d’une ligne). Fabricant. */
  manufacturer?: string;
  /** Pays d’origine (pays (ISO 3166-1)). Pays de fabrication. */
  origin?: string;
  /** Caractéristiques. Réponses aux exigences et autres caractéristiques. */
  properties?: Property[];
  /** GTIN (GTIN). GTIN-13 ou 14 de l’unité, clé GS1. */
  gtin?: string;
  /** CIP13 (CIP13). Code de la présentation (34009…), clé GS1. */
  cip13?: string;
  /** UCD13 (UCD13). Code de l’unité commune de dispensation (34008…), clé GS1. */
  ucd13?: string;
  /** IUD-ID (IUD-ID). Identifiant unique du dispositif, partie fixe (règlement (UE) 2017/745, annexe VI). */
  udiDi?: string;
  /** LPPR (code LPPR). Code de la liste des produits et prestations remboursables. */
  lppr?: string;
  /** CLADIMED (code CLADIMED). Classe du dispositif médical. */
  cladimed?: string;
  /** ATC (code ATC). Classe du médicament. */
  atc?: string;
  /** DCI (texte d’une ligne). Dénomination commune internationale. */
  inn?: string;
  /** Dosage (texte d’une ligne). Dosage. */
  strength?: string;
  /** Forme (texte d’une ligne). Forme galénique. */
  form?: string;
  /** Tarif LPPR (prix, jusqu’à six décimales). Tarif de remboursement TTC. */
  lpprTariff?: string;
  /** Classe MDR (code). Classe de risque (règlements (UE) 2017/745 et 2017/746). */
  mdrClass?: MdrClassCode;
  /** Catégorie de TVA (code). S si absent. */
  vatCategory?: VatCategoryCode;
  /** TVA (pourcentage). Taux de TVA en pour cent. */
  vatRate: VatRateCode;
  /** Conservation (code). Température de conservation. */
  storage?: StorageCode;
  /** Péremption minimale (nombre entier). Mois restants à la livraison. */
  shelfLifeMonths?: number;
  /** Stupéfiant (oui ou non). Régime des stupéfiants. */
  isNarcotic?: boolean;
  /** Dérivé du sang (oui ou non). Médicament dérivé du sang. */
  isBloodDerived?: boolean;
  /** Liste en sus (oui ou non). Inscrit sur la liste en sus (CSS L162-22-7). */
  isOnAddOnList?: boolean;
  /** Rétrocession (oui ou non). Inscrit sur la liste de rétrocession (CSP L5126-6). */
  isDispensable?: boolean;
  /** Certificats. Marquage CE, AMM. */
  certificates?: ProductCertificate[];
}

export interface Property {
  /** Caractéristique proposée (texte d’une ligne). Nom. */
  name: string;
  /** Valeur proposée (texte d’une ligne). Valeur. */
  value: string;
}

export interface ProductCertificate {
  /** N° de certificat (identifiant). Numéro. */
  id: string;
  /** Nature du certificat (code). CE, AMM… */
  kind: CertificateKindCode;
  /** Intitulé du certificat (texte d’une ligne). Intitulé. */
  title?: string;
  /** Organisme notifié (texte d’une ligne). Organisme et son numéro. */
  body?: string;
}

export interface OfferedPrice {
  /** Prix unitaire HT (prix, jusqu’à six décimales). Prix de l’unité avant remise, jusqu’à six décimales. */
  unitPrice: string;
  /** Unité de prix (code). Unité de ce prix : celle du besoin. */
  unit: UnitCode;
  /** Forme du prix (code). Ferme, révisable… */
  form?: PriceFormCode;
  /** Prix valable du (date). Premier jour du prix. */
  from?: string;
  /** Prix valable jusqu’au (date). Dernier jour du prix. */
  until?: string;
  /** Délai de livraison (nombre entier). En jours. */
  leadTimeDays?: number;
  /** Remise. Remise sur le prix unitaire. */
  discount?: Discount;
  /** Conditionnements. Du plus petit au plus grand. */
  packaging?: Packaging[];
}

export interface Discount {
  /** Remise % (pourcentage (écrit en UBL comme facteur)). En pour cent du prix unitaire. */
  percent?: string;
  /** Remise par unité (prix, jusqu’à six décimales). En euros par unité. */
  amount: string;
}

export interface Packaging {
  /** Niveau (code). Unité, boîte, carton, palette. */
  level: PackageLevelCode;
  /** Contenance du niveau (quantité, jusqu’à six décimales). Unités du besoin contenues. */
  content: string;
  /** Emballage (texte d’une ligne). Description. */
  label?: string;
  /** GTIN du conditionnement (GTIN). GTIN de ce niveau. */
  gtin?: string;
}

export interface Tier {
  /** À partir de (quantité, jusqu’à six décimales). Quantité annuelle, comprise. */
  from: string;
  /** Prix du palier HT (prix, jusqu’à six décimales). Prix unitaire au palier. */
  unitPrice: string;
}

export interface CriterionAnswer {
  /** Critère répondu (identifiant). Identifiant du critère. */
  criterion: string;
  /** Réponse au critère (texte). Réponse. */
  text: string;
}

/** M21, Retrait. Le fournisseur retire une offre déposée. */
export interface Withdrawal {
  type: 'M21';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Motif du retrait (texte). Facultatif. */
  reason?: string;
  /** Candidat. Qui retire son offre. */
  tenderer: Party;
}

/** M22, Enveloppe scellée. Ce que l’on sait d’une offre chiffrée avant son ouverture : rien de son contenu. */
export interface SealedEnvelope {
  type: 'M22';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Chiffré. L’offre chiffrée. */
  cipher: Cipher;
  /** Clés. La clé du contenu, pour chaque clé du coffre. */
  keys: WrappedKey[];
}

export interface Cipher {
  /** Algorithme (code). AES-256-GCM. */
  algorithm: string;
  /** Nonce (base64). Douze octets, en base64. */
  nonce: string;
  /** Taille du chiffré (nombre entier). En octets. */
  bytes: number;
  /** Empreinte du chiffré (SHA-256 en hexadécimal). SHA-256 des octets chiffrés. */
  sha256: string;
}

export interface WrappedKey {
  /** Certificat de la clé (SHA-256 en hexadécimal). SHA-256 du certificat du coffre. */
  certificateSha256: string;
  /** Algorithme de la clé (code). Comment la clé est enveloppée. */
  algorithm: string;
  /** Clé enveloppée (base64). En base64. */
  wrapped: string;
}

/** M23, Récépissé de dépôt. Prouve ce qui a été déposé et quand. */
export interface DepositReceipt {
  type: 'M23';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Reçu le (instant UTC). Fin de la réception, à la seconde. */
  receivedAt: string;
  /** Dépôt. Le dépôt au registre. */
  deposit: Deposit;
  /** Horodatage. Jeton d’horodatage de l’empreinte déposée. */
  timeStamp?: TimeStamp;
}

export interface Deposit {
  /** N° de dépôt (identifiant). Rang du dépôt au registre. */
  number: string;
  /** Dans les délais (code). Un dépôt hors délai est gardé scellé et n’est pas ouvert. */
  punctuality: PunctualityCode;
}

export interface TimeStamp {
  /** Autorité d’horodatage (identifiant). Qui a daté. */
  authority: string;
  /** Jeton (base64). TimeStampResp (RFC 3161), en base64. */
  token: string;
}

/** M24, Demande de précision. Après l’ouverture, l’acheteur fait préciser une offre. */
export interface ClarificationRequest {
  type: 'M24';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Auteur. Qui demande. */
  author?: Party;
  /** Réponse attendue avant (instant avec son fuseau). Dernier instant utile. */
  replyUntil?: string;
  /** Lots concernés. Ce sur quoi porte le message ; tout si absent. */
  subjects?: Subject[];
  /** Question (texte). La question. */
  text: string;
  /** Pièces jointes. Fichiers joints. */
  pieces?: Piece[];
}

/** M25, Précision. Le candidat précise son offre. */
export interface Clarification {
  type: 'M25';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Auteur. Qui répond. */
  author?: Party;
  /** Lots concernés. Ce sur quoi porte le message ; tout si absent. */
  subjects?: Subject[];
  /** Question posée (texte). La question, telle qu’elle est publiée. */
  question?: string;
  /** Réponse (texte). La réponse. */
  text: string;
  /** Pièces jointes. Fichiers joints. */
  pieces?: Piece[];
}

/** M30, Attribution (notification). L’acheteur dit à un candidat quels lots il obtient, à quels prix. */
export interface AwardNotification {
  type: 'M30';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Titulaire. Le candidat retenu. */
  holder: Party;
  /** Observation (texte). Observation. */
  comment?: string;
  /** Pièces. Acte d’engagement à signer, lettre de notification. */
  pieces?: Piece[];
  /** Lots attribués. Un par lot attribué. */
  lots: AwardedLot[];
}

export interface AwardedLot {
  /** Lot (identifiant). Numéro du lot. */
  id: string;
  /** Variante n° (identifiant). Absent de l’offre de base. */
  variant?: string;
  /** Décidé le (date). Date de la décision. */
  decidedOn: string;
  /** Signature à partir du (date). Fin du délai de suspension (R2182-1 du code de la commande publique). */
  notBefore?: string;
  /** N° de marché (identifiant). Numéro du marché. */
  contractId?: string;
  /** Début d’exécution (date). Premier jour. */
  from?: string;
  /** Fin d’exécution (date). Dernier jour, reconductions exclues. */
  until?: string;
  /** Rangs. Rang du titulaire, s’il y en a plusieurs. */
  holders?: Holder[];
  /** Totaux du lot. Sommes des lignes. */
  totals?: Totals;
  /** Lignes d’offre. Les produits proposés. */
  lines?: OfferLine[];
}

export interface Holder {
  /** Rang (nombre entier). Rang parmi les titulaires du lot. */
  rank: number;
  /** Titulaire du lot. Le titulaire. */
  party: Party;
}

/** M31, Rejet. L’acheteur dit à un candidat pourquoi son offre n’est pas retenue (R2181-1 et R2181-3 du code de la commande publique). */
export interface Rejection {
  type: 'M31';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Candidat. Le candidat. */
  tenderer: Party;
  /** Pièces. Lettre de rejet. */
  pieces?: Piece[];
  /** Lots non retenus. Un par lot. */
  lots: RejectedLot[];
  /** Voies de recours. Où et jusqu’à quand contester. */
  appeal?: Appeal;
}

export interface RejectedLot {
  /** Lot (identifiant). Numéro du lot. */
  id: string;
  /** Variante n° (identifiant). Absent de l’offre de base. */
  variant?: string;
  /** Décidé le (date). Date de la décision. */
  decidedOn: string;
  /** Signature à partir du (date). Fin du délai de suspension (R2182-1 du code de la commande publique). */
  notBefore?: string;
  /** Motifs (texte). Motifs du rejet. */
  reasons: string;
  /** Rang de l’offre (nombre entier). Classement de l’offre. */
  rank?: number;
  /** Notes. Notes de l’offre. */
  scores?: Score[];
  /** Attributaires. À qui le lot est attribué. */
  winners?: Winner[];
  /** Caractéristiques et avantages de l’offre retenue (texte). Sans prix unitaire d’un concurrent. */
  advantages?: string;
}

export interface Score {
  /** Critère noté (identifiant). Identifiant du critère. */
  criterion: string;
  /** Note (quantité, jusqu’à six décimales). Note obtenue. */
  score: string;
}

export interface Winner {
  /** Attributaire (texte d’une ligne). Nom. */
  name: string;
}

export interface Appeal {
  /** Recours (texte). Voies et délais. */
  text: string;
  /** Recours jusqu’au (date). Dernier jour. */
  until?: string;
  /** Juridiction (texte d’une ligne). Juge compétent. */
  court?: string;
}

/** M32, Acte d’engagement (ATTRI1). Successeur du DC8 : le titulaire s’engage ; le PDF signé est nommé par son empreinte. */
export interface Commitment {
  type: 'M32';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Objet (texte d’une ligne). Objet du marché. */
  title?: string;
  /** Titulaire. Qui s’engage. */
  holder: Party;
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Pièces. L’acte d’engagement signé, ses annexes. */
  pieces?: Piece[];
  /** Lots. Les lots sur lesquels il s’engage. */
  lots: CommittedLot[];
}

export interface CommittedLot {
  /** Lot (identifiant). Numéro du lot. */
  id: string;
  /** Décidé le (date). Date de la décision. */
  decidedOn: string;
  /** N° de marché (identifiant). Numéro du marché. */
  contractId?: string;
  /** Début d’exécution (date). Premier jour. */
  from?: string;
  /** Fin d’exécution (date). Dernier jour, reconductions exclues. */
  until?: string;
  /** Signé le (date). Date de signature. */
  signedOn?: string;
  /** Totaux du lot. Sommes des lignes. */
  totals?: Totals;
}

/** M33, Infructueux ou sans suite. L’acheteur dit quels lots ne sont pas attribués et pourquoi. */
export interface NoAward {
  type: 'M33';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Lots. Un par lot non attribué. */
  lots: UnawardedLot[];
}

export interface UnawardedLot {
  /** Lot (identifiant). Numéro du lot. */
  id: string;
  /** Décidé le (date). Date de la décision. */
  decidedOn: string;
  /** Décision (code). Infructueux ou sans suite. */
  decision: NoAwardCode;
  /** Motifs (texte). Motifs de la décision. */
  reasons: string;
}

/** M40, Résultat de contrôle. Tout ce qu’un contrôleur a trouvé dans un message, et où. */
export interface ControlResult {
  type: 'M40';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation?: ConsultationReference;
  /** N° du résultat (UUID). Le même pour les mêmes octets et les mêmes règles. */
  reportId: string;
  /** Type du message (code). M20, si on a pu le lire. */
  messageType?: string;
  /** Message contrôlé (UUID). Son identifiant, si on a pu le lire. */
  messageId?: string;
  /** Empreinte du message (SHA-256 en hexadécimal). SHA-256 des octets contrôlés. */
  messageSha256: string;
  /** Contrôleur. Le programme qui a contrôlé. */
  controller: ControllerIdentity;
  /** Règles. Le jeu de règles employé. */
  ruleSet: RuleSetIdentity;
  /** Nomenclatures. Les nomenclatures employées. */
  nomenclatures?: NomenclatureIdentity[];
  /** Date d’effet (date). Jour dont les nomenclatures et les taux ont été employés. */
  effectiveOn?: string;
  /** Contrôlé le (instant UTC). Début du contrôle. */
  startedAt: string;
  /** Durée du contrôle (nombre entier). En millisecondes. */
  durationMs: number;
  /** Verdict (code). Conforme, avec réserves, non conforme. */
  verdict: VerdictCode;
  /** Nombres. Constats par gravité, tous comptés. */
  counts: ControlCounts;
  /** Constats. Les constats, dans l’ordre des couches puis du message. */
  findings?: ControlFinding[];
}

export interface ControllerIdentity {
  /** N° du contrôleur (identifiant). Identifiant de l’installation. */
  id: string;
  /** Produit (texte d’une ligne). Nom du produit. */
  product: string;
  /** Version du contrôleur (identifiant). Version du produit. */
  version: string;
}

export interface RuleSetIdentity {
  /** Identifiant (identifiant). Nom du lot de données. */
  id: string;
  /** Version (identifiant). Version. */
  version: string;
  /** Empreinte (SHA-256 en hexadécimal). SHA-256 de son contenu. */
  sha256: string;
}

export interface NomenclatureIdentity {
  /** Identifiant (identifiant). Nom du lot de données. */
  id: string;
  /** Version (identifiant). Version. */
  version: string;
  /** Empreinte (SHA-256 en hexadécimal). SHA-256 de son contenu. */
  sha256: string;
}

export interface ControlCounts {
  /** Bloquants (nombre entier). Nombre de constats bloquants. */
  blocking: number;
  /** Erreurs (nombre entier). Nombre d’erreurs. */
  errors: number;
  /** Avertissements (nombre entier). Nombre d’avertissements. */
  warnings: number;
  /** Informations (nombre entier). Nombre d’informations. */
  infos: number;
}

export interface ControlFinding {
  /** Code (code). Code stable : MIO-XSD-001. */
  code: string;
  /** Gravité (code). Gravité. */
  severity: SeverityCode;
  /** Couche (code). Étape du contrôle. */
  layer: LayerCode;
  /** Message (texte). Ce qui ne va pas, en français. */
  fr: string;
  /** Message en anglais (texte). Le même, en anglais. */
  en?: string;
  /** XPath (texte). Place dans le message. */
  xpath?: string;
  /** Ligne du fichier (nombre entier). Ligne du fichier, depuis 1. */
  line?: number;
  /** Lot (identifiant). Numéro du lot. */
  lot?: string;
  /** Ligne (identifiant). Numéro de la ligne. */
  ligne?: string;
  /** Champ (texte d’une ligne). Nom français de la donnée. */
  champ?: string;
  /** Cellule (texte d’une ligne). Bordereau!F132. */
  excel?: string;
  /** Valeur lue (texte). Ce qui a été lu. */
  value?: string;
  /** Valeur attendue (texte). Ce qui était attendu. */
  expected?: string;
  /** Suggestion (texte). Comment corriger. */
  suggestion?: string;
  /** Règle (adresse (URI)). Où la règle est expliquée. */
  ruleUrl?: string;
}

/** M41, Accusé de réception. Dit à l’expéditeur ce que son message est devenu. */
export interface Acknowledgement {
  type: 'M41';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Auteur. Qui accuse réception. */
  author?: Party;
  /** Étape (code). Reçu, puis intégré dans le logiciel. */
  step: ReceptionStepCode;
  /** Suite donnée (code). Accepté, accepté avec réserves, rejeté. */
  response: ResponseCode;
  /** Observation (texte). Observation. */
  comment?: string;
  /** Motifs. Pourquoi. */
  reasons?: ResponseReason[];
  /** Résultat de contrôle. Le résultat du contrôle, s’il accompagne. */
  report?: ReportReference;
}

export interface ResponseReason {
  /** Motif (code). Code du motif. */
  code: ResponseReasonCode;
  /** Précision du motif (texte). En clair. */
  text?: string;
}

export interface ReportReference {
  /** N° du résultat (UUID). Identifiant du résultat de contrôle. */
  id: string;
  /** Empreinte du résultat (SHA-256 en hexadécimal). SHA-256 de ses octets. */
  sha256?: string;
}

/** M50, Lot de mise à jour. Ce que contient une mise à jour de nomenclature ou de contrôleur, et à partir de quand elle vaut. */
export interface UpdateBundle {
  type: 'M50';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Identifiant du lot (code). Nom de ce qui est mis à jour. */
  bundleId: string;
  /** Nature du lot (code). Nomenclature, règles, schémas, confiance. */
  kind: BundleKindCode;
  /** Version du lot (nombre entier). Toujours plus grande que la précédente. */
  version: number;
  /** Version précédente (nombre entier). Version sur laquelle un différentiel s’applique. */
  previousVersion?: number;
  /** Empreinte précédente (SHA-256 en hexadécimal). SHA-256 du manifeste précédent. */
  previousSha256?: string;
  /** Publié le (instant UTC). Instant de publication. */
  publishedAt: string;
  /** En vigueur du (date). Premier jour. */
  effectiveFrom: string;
  /** En vigueur jusqu’au (date). Dernier jour. */
  effectiveTo?: string;
  /** À renouveler avant (instant UTC). Au-delà, le dernier lot connu n’est plus tenu pour le dernier. */
  expiresAt?: string;
  /** Contrôleur minimal (identifiant). Version du contrôleur qu’il faut. */
  minimumController?: string;
  /** Fichiers. Contenu du lot. */
  files: BundleFile[];
}

export interface BundleFile {
  /** Chemin (texte d’une ligne). Chemin dans l’archive. */
  path: string;
  /** Taille (nombre entier). En octets. */
  bytes: number;
  /** Empreinte du fichier (SHA-256 en hexadécimal). SHA-256 du fichier. */
  sha256: string;
}

/** M51, Catalogue d’exécution. Les produits attribués, tels qu’on les commande. */
export interface ExecutionCatalogue {
  type: 'M51';
  /** En-tête. Ce que tout message dit de lui-même. */
  header: Header;
  /** Consultation. La consultation concernée. */
  consultation: ConsultationReference;
  /** Objet (texte d’une ligne). Objet du marché. */
  title?: string;
  /** N° de marché (identifiant). Numéro du marché. */
  contractId?: string;
  /** Valable du (date). Premier jour. */
  from?: string;
  /** Valable jusqu’au (date). Dernier jour. */
  until?: string;
  /** Titulaire. Le titulaire. */
  holder: Party;
  /** Acheteur. L’acheteur. */
  buyer: Party;
  /** Articles. Les articles commandables. */
  lines: CatalogueLine[];
}

export interface CatalogueLine {
  /** N° d’article (identifiant). Identifiant de l’article. */
  id: string;
  /** Lot (identifiant). Numéro du lot. */
  lot?: string;
  /** Ligne du besoin (identifiant). Ligne de l’état des besoins. */
  needLine?: string;
  /** Unité de commande (texte d’une ligne). Conditionnement commandé. */
  orderUnit?: string;
  /** Contenance (quantité, jusqu’à six décimales). Unités dans une unité de commande. */
  orderUnitContent?: string;
  /** Multiple de commande (quantité, jusqu’à six décimales). On commande par multiples. */
  orderMultiple?: string;
  /** Minimum de commande (quantité, jusqu’à six décimales). Plus petite quantité commandée. */
  minimumOrder?: string;
  /** Produit proposé. Ce qui est proposé ; absent d’une ligne sans offre. */
  item: OfferedItem;
  /** Prix. Le prix du marché. */
  price: OfferedPrice;
}

/** Any message of the standard. */
export type Message = CallForTenders | Amendment | Question | PublicAnswer | Tender | Withdrawal | SealedEnvelope | DepositReceipt | ClarificationRequest | Clarification | AwardNotification | Rejection | Commitment | NoAward | ControlResult | Acknowledgement | UpdateBundle | ExecutionCatalogue;

/** The type of each message by its code. */
export interface MessageByCode {
  M10: CallForTenders;
  M11: Amendment;
  M12: Question;
  M13: PublicAnswer;
  M20: Tender;
  M21: Withdrawal;
  M22: SealedEnvelope;
  M23: DepositReceipt;
  M24: ClarificationRequest;
  M25: Clarification;
  M30: AwardNotification;
  M31: Rejection;
  M32: Commitment;
  M33: NoAward;
  M40: ControlResult;
  M41: Acknowledgement;
  M50: UpdateBundle;
  M51: ExecutionCatalogue;
}

