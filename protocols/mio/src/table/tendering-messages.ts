import { callForTenders } from './consultation.ts';
import { header } from './header.ts';
import { field, group, type MessageDefinition } from './node.ts';
import { offeredLot } from './offered-lot.ts';
import { party } from './party.ts';
import { pieces } from './piece.ts';
import { consultationReference } from './reference.ts';

const callPlaces = {
  sender: 'cac:ContractingParty/cac:Party',
  receiver: 'cac:ReceiverParty',
  receiverCard: '?',
  references: 'cac:AdditionalDocumentReference',
} as const;

export const call: MessageDefinition = {
  code: 'M10',
  fr: 'Demande de prix (état des besoins)',
  help: 'L’acheteur dit ce dont il a besoin, lot par lot et ligne par ligne, et comment répondre.',
  type: 'CallForTenders',
  root: 'CallForTenders',
  children: [...header(callPlaces), ...callForTenders],
};

export const amendment: MessageDefinition = {
  code: 'M11',
  fr: 'Rectificatif',
  help: 'La consultation entière, dans sa version suivante.',
  type: 'Amendment',
  root: 'CallForTenders',
  children: [
    ...header({
      ...callPlaces,
      answered: { path: "cac:AdditionalDocumentReference[cbc:DocumentTypeCode='REMPLACE']", card: '1' },
    }),
    field('reason', 'Objet du rectificatif', 'cbc:Note', 'text', '1', 'Ce qui change et pourquoi.'),
    ...callForTenders,
  ],
};

export const offer: MessageDefinition = {
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
    consultationReference('cac:CallForTenderDocumentReference/cbc:VersionID'),
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

export const withdrawal: MessageDefinition = {
  code: 'M21',
  fr: 'Retrait',
  help: 'Le fournisseur retire une offre déposée.',
  type: 'Withdrawal',
  root: 'TenderWithdrawal',
  children: [
    ...header({
      sender: 'cac:TendererParty',
      receiver: 'cac:ContractingParty/cac:Party',
      answered: { path: 'cac:TenderDocumentReference', card: '1' },
    }),
    consultationReference(),
    field('reason', 'Motif du retrait', 'cbc:Note', 'text', '?', 'Facultatif.'),
    party('tenderer', 'Candidat', 'cac:TendererParty', '1', 'Qui retire son offre.'),
  ],
};

const deposited = (kind: string) => `cac:TenderDocumentReference[cbc:DocumentTypeCode='${kind}']`;

export const depositReceipt: MessageDefinition = {
  code: 'M23',
  fr: 'Récépissé de dépôt',
  help: 'Prouve ce qui a été déposé et quand.',
  type: 'DepositReceipt',
  root: 'TenderReceipt',
  children: [
    ...header({
      sender: 'cac:SenderParty',
      receiver: 'cac:ReceiverParty',
      answered: { path: deposited('ENVELOPPE'), card: '1' },
    }),
    consultationReference(),
    field(
      'receivedAt',
      'Reçu le',
      'cbc:RegisteredDate+cbc:RegisteredTime',
      'utc',
      '1',
      'Fin de la réception, à la seconde.',
    ),
    group('deposit', 'Dépôt', deposited('DEPOT'), 'Deposit', '1', 'Le dépôt au registre.', [
      field('number', 'N° de dépôt', 'cbc:ID', 'id', '1', 'Rang du dépôt au registre.'),
      field(
        'punctuality',
        'Dans les délais',
        'cbc:DocumentStatusCode',
        'code',
        '1',
        'Un dépôt hors délai est gardé scellé et n’est pas ouvert.',
        { codes: 'punctuality' },
      ),
    ]),
    group(
      'timeStamp',
      'Horodatage',
      deposited('HORODATAGE'),
      'TimeStamp',
      '?',
      'Jeton d’horodatage de l’empreinte déposée.',
      [
        field('authority', 'Autorité d’horodatage', 'cbc:ID', 'id', '1', 'Qui a daté.'),
        field(
          'token',
          'Jeton',
          "cac:Attachment/cbc:EmbeddedDocumentBinaryObject[@mimeCode='application/timestamp-reply']",
          'base64',
          '1',
          'TimeStampResp (RFC 3161), en base64.',
        ),
      ],
    ),
  ],
};
