// Written by table/generate-types.ts from the field table.

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

export interface MessageReference {
  /** Message répondu (UUID). UUID du message répondu. */
  messageId: string;
  /** Empreinte (SHA-256 en hexadécimal). SHA-256 des octets du message répondu. */
  sha256?: string;
}

export interface ConsultationReference {
  /** N° de consultation (identifiant). Référence de l’acheteur. */
  id: string;
  /** Version de la consultation (nombre entier). Version à laquelle le message répond. */
  version: number;
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

/** Any message of the standard. */
export type Message = CallForTenders | Tender;

/** The type of each message by its code. */
export interface MessageByCode {
  M10: CallForTenders;
  M20: Tender;
}

