import { callForTenders } from './consultation.ts';
import { header } from './header.ts';
import { field, group, type MessageCode, type MessageDefinition, type Node } from './node.ts';
import { offeredLot } from './offered-lot.ts';
import { party } from './party.ts';
import { pieces } from './piece.ts';

/** The version of this profile that we write. */
export const standardVersion = '1.0';

const call: MessageDefinition = {
  code: 'M10',
  fr: 'Demande de prix (état des besoins)',
  help: 'L’acheteur dit ce dont il a besoin, lot par lot et ligne par ligne, et comment répondre.',
  type: 'CallForTenders',
  root: 'CallForTenders',
  children: [
    ...header({
      sender: 'cac:ContractingParty/cac:Party',
      receiver: 'cac:ReceiverParty',
      references: 'cac:AdditionalDocumentReference',
    }),
    ...callForTenders,
  ],
};

/** The consultation that a message of a supplier answers. */
const consultationReference: Node = group(
  'consultation',
  'Consultation',
  '',
  'ConsultationReference',
  '1',
  'La consultation concernée.',
  [
    field('id', 'N° de consultation', 'cbc:ContractFolderID', 'id', '1', 'Référence de l’acheteur.'),
    field(
      'version',
      'Version de la consultation',
      'cac:CallForTenderDocumentReference/cbc:VersionID',
      'count',
      '1',
      'Version à laquelle le message répond.',
    ),
  ],
);

const offer: MessageDefinition = {
  code: 'M20',
  fr: 'Offre de prix',
  help: 'Le fournisseur répond aux lots qu’il choisit, produit par produit.',
  type: 'Tender',
  root: 'Tender',
  children: [
    ...header({
      sender: 'cac:TendererParty[1]',
      receiver: 'cac:ContractingParty/cac:Party',
      references: 'cac:DocumentReference',
      answered: { path: 'cac:CallForTenderDocumentReference', card: '1' },
    }),
    consultationReference,
    field(
      'validityDays',
      'Validité de l’offre',
      "cac:ValidityPeriod/cbc:DurationMeasure[@unitCode='DAY']",
      'count',
      '?',
      'En jours, depuis la date limite.',
    ),
    party(
      'tenderer',
      'Candidat',
      'cac:TendererParty[1]',
      '1',
      'Le candidat seul, ou le mandataire du groupement.',
    ),
    party(
      'coTenderers',
      'Cotraitants',
      'cac:TendererParty[position()>1]',
      '*',
      'Les autres membres du groupement.',
    ),
    party(
      'subcontractors',
      'Sous-traitants',
      'cac:SubcontractorParty',
      '*',
      'Sous-traitants déclarés (DC4).',
    ),
    party('buyer', 'Acheteur', 'cac:ContractingParty/cac:Party', '1', 'L’acheteur.'),
    pieces(
      "cac:DocumentReference[cbc:DocumentTypeCode='PIECE']",
      'Pièces de l’offre',
      'Candidature, pouvoirs, mémoire…',
    ),
    offeredLot,
  ],
};

/** All messages of the standard that have a field table, by their code. */
export const messages: Readonly<Record<MessageCode, MessageDefinition>> = { M10: call, M20: offer };
