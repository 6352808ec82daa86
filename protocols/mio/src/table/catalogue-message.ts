import { header } from './header.ts';
import { field, group, type MessageDefinition } from './node.ts';
import { priceFields } from './offer-line.ts';
import { offeredItem } from './offered-item.ts';
import { party } from './party.ts';
import { referencedConsultation } from './reference.ts';

/** The awarded offer as what orders are made from. */
export const catalogue: MessageDefinition = {
  code: 'M51',
  fr: 'Catalogue d’exécution',
  help: 'Les produits attribués, tels qu’on les commande.',
  type: 'ExecutionCatalogue',
  root: 'Catalogue',
  children: [
    ...header({
      sender: 'cac:ProviderParty',
      receiver: 'cac:ReceiverParty',
      references: 'cac:DocumentReference',
      answered: { path: "cac:DocumentReference[cbc:DocumentTypeCode='MESSAGE']", card: '?' },
    }),
    referencedConsultation('cac:DocumentReference'),
    field('title', 'Objet', 'cbc:Name', 'name', '?', 'Objet du marché.'),
    field('contractId', 'N° de marché', 'cac:ReferencedContract/cbc:ID', 'id', '?', 'Numéro du marché.'),
    field('from', 'Valable du', 'cac:ValidityPeriod/cbc:StartDate', 'date', '?', 'Premier jour.'),
    field('until', 'Valable jusqu’au', 'cac:ValidityPeriod/cbc:EndDate', 'date', '?', 'Dernier jour.'),
    party('holder', 'Titulaire', 'cac:ProviderParty', '1', 'Le titulaire.'),
    party('buyer', 'Acheteur', 'cac:ReceiverParty', '1', 'L’acheteur.'),
    group('lines', 'Articles', 'cac:CatalogueLine', 'CatalogueLine', '+', 'Les articles commandables.', [
      field('id', 'N° d’article', 'cbc:ID', 'id', '1', 'Identifiant de l’article.'),
      field('lot', 'Lot', 'cbc:ContractSubdivision', 'id', '?', 'Numéro du lot.'),
      field(
        'needLine',
        'Ligne du besoin',
        'cac:CallForTendersLineReference/cbc:LineID',
        'id',
        '?',
        'Ligne de l’état des besoins.',
      ),
      field('orderUnit', 'Unité de commande', 'cbc:OrderableUnit', 'name', '?', 'Conditionnement commandé.'),
      field(
        'orderUnitContent',
        'Contenance',
        'cbc:ContentUnitQuantity',
        'quantity',
        '?',
        'Unités dans une unité de commande.',
      ),
      field(
        'orderMultiple',
        'Multiple de commande',
        'cbc:OrderQuantityIncrementNumeric',
        'quantity',
        '?',
        'On commande par multiples.',
      ),
      field(
        'minimumOrder',
        'Minimum de commande',
        'cbc:MinimumOrderQuantity',
        'quantity',
        '?',
        'Plus petite quantité commandée.',
      ),
      { ...offeredItem, card: '1' },
      group(
        'price',
        'Prix',
        'cac:RequiredItemLocationQuantity',
        'OfferedPrice',
        '1',
        'Le prix du marché.',
        priceFields,
      ),
    ]),
  ],
};
