import { field, group, type Node } from './node.ts';

/** An organisation: buyer, member establishment, candidate. Paths are from a `cac:Party` or what has its type. */
export const partyFields: readonly Node[] = [
  field('name', 'Nom', 'cac:PartyName/cbc:Name', 'name', '1', 'Dénomination usuelle.'),
  field(
    'legalName',
    'Raison sociale',
    'cac:PartyLegalEntity/cbc:RegistrationName',
    'name',
    '?',
    'Dénomination au registre.',
  ),
  field(
    'siret',
    'SIRET',
    "cac:PartyIdentification[cbc:ID/@schemeID='0009']/cbc:ID",
    'siret',
    '?',
    'Quatorze chiffres, clé de Luhn.',
  ),
  field(
    'finess',
    'FINESS',
    "cac:PartyIdentification[cbc:ID/@schemeID='FINESS']/cbc:ID",
    'finess',
    '?',
    'FINESS géographique de l’établissement.',
  ),
  field(
    'gln',
    'GLN',
    "cac:PartyIdentification[cbc:ID/@schemeID='0088']/cbc:ID",
    'gln',
    '?',
    'Identifiant GS1 du lieu.',
  ),
  field(
    'lei',
    'LEI',
    "cac:PartyIdentification[cbc:ID/@schemeID='0199']/cbc:ID",
    'lei',
    '?',
    'Identifiant d’entité juridique (ISO 17442).',
  ),
  field(
    'vatNumber',
    'N° de TVA',
    "cac:PartyTaxScheme[cac:TaxScheme/cbc:ID='VAT']/cbc:CompanyID",
    'vatNumber',
    '?',
    'Numéro de TVA intracommunautaire.',
  ),
  field(
    'legalForm',
    'Forme juridique',
    'cac:PartyLegalEntity/cbc:CompanyLegalForm',
    'name',
    '?',
    'SA, SAS, établissement public…',
  ),
  field('website', 'Site', 'cbc:WebsiteURI', 'uri', '?', 'Adresse du site de l’organisation.'),
  group('address', 'Adresse', 'cac:PostalAddress', 'Address', '?', 'Adresse postale.', [
    field('street', 'Voie', 'cbc:StreetName', 'name', '?', 'Numéro et voie.'),
    field('complement', 'Complément', 'cbc:AdditionalStreetName', 'name', '?', 'Bâtiment, boîte postale.'),
    field('postalCode', 'Code postal', 'cbc:PostalZone', 'code', '?', 'Code postal.'),
    field('city', 'Ville', 'cbc:CityName', 'name', '?', 'Commune.'),
    field(
      'country',
      'Pays',
      'cac:Country/cbc:IdentificationCode',
      'country',
      '?',
      'Deux lettres ; FR si absent.',
    ),
  ]),
  group('contact', 'Contact', 'cac:Contact', 'Contact', '?', 'À qui écrire.', [
    field('name', 'Interlocuteur', 'cbc:Name', 'name', '?', 'Nom de la personne ou du service.'),
    field('phone', 'Téléphone', 'cbc:Telephone', 'id', '?', 'Numéro de téléphone.'),
    field('email', 'Courriel', 'cbc:ElectronicMail', 'email', '?', 'Adresse électronique.'),
  ]),
];

/** A party at `path`. */
export function party(
  key: string,
  fr: string,
  path: string,
  card: '1' | '?' | '*' | '+',
  help: string,
): Node {
  return group(key, fr, path, 'Party', card, help, partyFields);
}
