import { header } from './header.ts';
import { field, group, type MessageDefinition, type Node } from './node.ts';
import { offerLines } from './offer-line.ts';
import { totals } from './offered-lot.ts';
import { party, partyFields } from './party.ts';
import { pieces } from './piece.ts';
import { consultationReference } from './reference.ts';

const project = 'cac:AwardedTenderedProject';
const lotId = field(
  'id',
  'Lot',
  `${project}/cac:ProcurementProjectLot/cbc:ID[@schemeID='Lot']`,
  'id',
  '1',
  'Numéro du lot.',
);
const variant = field(
  'variant',
  'Variante n°',
  `${project}/cbc:VariantID`,
  'id',
  '?',
  'Absent de l’offre de base.',
);
const decidedOn = field('decidedOn', 'Décidé le', 'cbc:AwardDate', 'date', '1', 'Date de la décision.');
const notBefore = field(
  'notBefore',
  'Signature à partir du',
  'cac:ContractFormalizationPeriod/cbc:StartDate',
  'date',
  '?',
  'Fin du délai de suspension (R2182-1 du code de la commande publique).',
);
const contract: readonly Node[] = [
  field('contractId', 'N° de marché', 'cac:Contract/cbc:ID', 'id', '?', 'Numéro du marché.'),
  field(
    'from',
    'Début d’exécution',
    'cac:Contract/cac:ValidityPeriod/cbc:StartDate',
    'date',
    '?',
    'Premier jour.',
  ),
  field(
    'until',
    'Fin d’exécution',
    'cac:Contract/cac:ValidityPeriod/cbc:EndDate',
    'date',
    '?',
    'Dernier jour, reconductions exclues.',
  ),
];
const references = 'cac:AdditionalDocumentReference';
const parties = {
  sender: 'cac:SenderParty',
  receiver: 'cac:ReceiverParty',
  references,
  answered: { path: `${references}[cbc:DocumentTypeCode='OFFRE']`, card: '1' },
} as const;
const buyer = party('buyer', 'Acheteur', 'cac:SenderParty', '1', 'L’acheteur.');

export const awardNotification: MessageDefinition = {
  code: 'M30',
  fr: 'Attribution (notification)',
  help: 'L’acheteur dit à un candidat quels lots il obtient, à quels prix.',
  type: 'AwardNotification',
  root: 'AwardedNotification',
  children: [
    ...header(parties),
    consultationReference(),
    buyer,
    party('holder', 'Titulaire', 'cac:ReceiverParty', '1', 'Le candidat retenu.'),
    field('comment', 'Observation', 'cbc:Note', 'text', '?', 'Observation.'),
    pieces(
      `${references}[cbc:DocumentTypeCode='PIECE']`,
      'Pièces',
      'Acte d’engagement à signer, lettre de notification.',
    ),
    group('lots', 'Lots attribués', 'cac:TenderResult', 'AwardedLot', '+', 'Un par lot attribué.', [
      lotId,
      variant,
      decidedOn,
      notBefore,
      ...contract,
      group(
        'holders',
        'Rangs',
        'cac:WinningParty',
        'Holder',
        '*',
        'Rang du titulaire, s’il y en a plusieurs.',
        [
          field('rank', 'Rang', 'cbc:Rank', 'count', '1', 'Rang parmi les titulaires du lot.'),
          group('party', 'Titulaire du lot', 'cac:Party', 'Party', '1', 'Le titulaire.', partyFields),
        ],
      ),
      totals(`${project}/cac:LegalMonetaryTotal`),
      offerLines(`${project}/cac:TenderLine`),
    ]),
  ],
};

/** Carries no competitor's unit price: the table has no place for one. */
export const rejection: MessageDefinition = {
  code: 'M31',
  fr: 'Rejet',
  help: 'L’acheteur dit à un candidat pourquoi son offre n’est pas retenue (R2181-1 et R2181-3 du code de la commande publique).',
  type: 'Rejection',
  root: 'UnawardedNotification',
  children: [
    ...header(parties),
    consultationReference(),
    buyer,
    party('tenderer', 'Candidat', 'cac:ReceiverParty', '1', 'Le candidat.'),
    pieces(`${references}[cbc:DocumentTypeCode='PIECE']`, 'Pièces', 'Lettre de rejet.'),
    group('lots', 'Lots non retenus', 'cac:TenderResult', 'RejectedLot', '+', 'Un par lot.', [
      lotId,
      variant,
      decidedOn,
      notBefore,
      field('reasons', 'Motifs', 'cbc:Description', 'text', '1', 'Motifs du rejet.'),
      field(
        'rank',
        'Rang de l’offre',
        `${project}/cac:AwardingCriterionResponse[cbc:ID='RANG']/cbc:Quantity`,
        'count',
        '?',
        'Classement de l’offre.',
      ),
      group(
        'scores',
        'Notes',
        `${project}/cac:AwardingCriterionResponse[cbc:ID='NOTE']`,
        'Score',
        '*',
        'Notes de l’offre.',
        [
          field('criterion', 'Critère noté', 'cbc:AwardingCriterionID', 'id', '1', 'Identifiant du critère.'),
          field('score', 'Note', 'cbc:Quantity', 'quantity', '1', 'Note obtenue.'),
        ],
      ),
      group('winners', 'Attributaires', 'cac:WinningParty', 'Winner', '*', 'À qui le lot est attribué.', [
        field('name', 'Attributaire', 'cac:Party/cac:PartyName/cbc:Name', 'name', '1', 'Nom.'),
      ]),
      field(
        'advantages',
        'Caractéristiques et avantages de l’offre retenue',
        'cac:Contract/cbc:Note',
        'text',
        '?',
        'Sans prix unitaire d’un concurrent.',
      ),
    ]),
    group('appeal', 'Voies de recours', 'cac:AppealTerms', 'Appeal', '?', 'Où et jusqu’à quand contester.', [
      field('text', 'Recours', 'cbc:Description', 'text', '1', 'Voies et délais.'),
      field('until', 'Recours jusqu’au', 'cac:PresentationPeriod/cbc:EndDate', 'date', '?', 'Dernier jour.'),
      field(
        'court',
        'Juridiction',
        'cac:AppealReceiverParty/cac:PartyName/cbc:Name',
        'name',
        '?',
        'Juge compétent.',
      ),
    ]),
  ],
};

export const commitment: MessageDefinition = {
  code: 'M32',
  fr: 'Acte d’engagement (ATTRI1)',
  help: 'Successeur du DC8 : le titulaire s’engage ; le PDF signé est nommé par son empreinte.',
  type: 'Commitment',
  root: 'TenderContract',
  children: [
    ...header({
      sender: 'cac:EconomicOperatorParty/cac:Party',
      receiver: 'cac:ContractingParty/cac:Party',
      references: 'cac:ContractDocumentReference',
      answered: { path: 'cac:PreviousDocumentReference', card: '1' },
    }),
    consultationReference(),
    field('title', 'Objet', 'cbc:ContractName', 'name', '?', 'Objet du marché.'),
    party('holder', 'Titulaire', 'cac:EconomicOperatorParty/cac:Party', '1', 'Qui s’engage.'),
    party('buyer', 'Acheteur', 'cac:ContractingParty/cac:Party', '1', 'L’acheteur.'),
    pieces(
      "cac:ContractDocumentReference[cbc:DocumentTypeCode='PIECE']",
      'Pièces',
      'L’acte d’engagement signé, ses annexes.',
    ),
    group('lots', 'Lots', 'cac:TenderResult', 'CommittedLot', '+', 'Les lots sur lesquels il s’engage.', [
      lotId,
      decidedOn,
      ...contract,
      field('signedOn', 'Signé le', 'cac:Contract/cbc:IssueDate', 'date', '?', 'Date de signature.'),
      totals(`${project}/cac:LegalMonetaryTotal`),
    ]),
  ],
};

export const noAward: MessageDefinition = {
  code: 'M33',
  fr: 'Infructueux ou sans suite',
  help: 'L’acheteur dit quels lots ne sont pas attribués et pourquoi.',
  type: 'NoAward',
  root: 'ContractAwardNotice',
  children: [
    ...header({
      sender: 'cac:ContractingParty/cac:Party',
      receiver: 'cac:ReceiverParty',
      receiverCard: '?',
      answered: { path: "cac:PreviousDocumentReference[cbc:DocumentTypeCode='CONSULTATION']", card: '?' },
    }),
    consultationReference(),
    party('buyer', 'Acheteur', 'cac:ContractingParty/cac:Party', '1', 'L’acheteur.'),
    group('lots', 'Lots', 'cac:TenderResult', 'UnawardedLot', '+', 'Un par lot non attribué.', [
      lotId,
      decidedOn,
      field('decision', 'Décision', 'cbc:TenderResultCode', 'code', '1', 'Infructueux ou sans suite.', {
        codes: 'noAward',
      }),
      field('reasons', 'Motifs', 'cbc:Description', 'text', '1', 'Motifs de la décision.'),
    ]),
  ],
};
