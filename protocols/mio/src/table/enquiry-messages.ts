import { header } from './header.ts';
import { constant, field, group, type MessageCode, type MessageDefinition, type Node } from './node.ts';
import { party } from './party.ts';
import { pieces } from './piece.ts';
import { referencedConsultation } from './reference.ts';

const references = 'cac:AdditionalDocumentReference';

/** Lots and lines that a question is about. */
const subjects: Node = group(
  'subjects',
  'Lots concernés',
  `${references}[cbc:DocumentTypeCode='LOT']`,
  'Subject',
  '*',
  'Ce sur quoi porte le message ; tout si absent.',
  [
    field('lot', 'Lot concerné', 'cbc:ID', 'id', '1', 'Numéro du lot.'),
    field(
      'line',
      'Ligne concernée',
      'cbc:ReferencedDocumentInternalAddress',
      'id',
      '?',
      'Ligne de l’état des besoins.',
    ),
  ],
);

const enquiryPieces = pieces(
  `${references}[cbc:DocumentTypeCode='PIECE']`,
  'Pièces jointes',
  'Fichiers joints.',
);

interface Words {
  code: MessageCode;
  fr: string;
  help: string;
  type: string;
}

function enquiry(words: Words, answered: '1' | '?'): MessageDefinition {
  return {
    ...words,
    root: 'Enquiry',
    children: [
      ...header({
        sender: 'cac:RequestorParty',
        receiver: 'cac:ResponderParty',
        references,
        answered: { path: `${references}[cbc:DocumentTypeCode='MESSAGE']`, card: answered },
      }),
      referencedConsultation(references),
      party('author', 'Auteur', 'cac:RequestorParty', '?', 'Qui demande.'),
      field(
        'replyUntil',
        'Réponse attendue avant',
        'cbc:LatestReplyDate+cbc:LatestReplyTime',
        'instant',
        '?',
        'Dernier instant utile.',
      ),
      subjects,
      field('text', 'Question', 'cbc:Description', 'text', '1', 'La question.'),
      enquiryPieces,
    ],
  };
}

function answer(words: Words): MessageDefinition {
  return {
    ...words,
    root: 'EnquiryResponse',
    children: [
      // A public answer names nobody who asked, but UBL wants the element.
      constant('cac:RequestorParty', ''),
      ...header({
        sender: 'cac:ResponderParty',
        receiver: 'cac:RequestorParty',
        receiverCard: '?',
        references,
        answered: { path: 'cac:ParentDocumentReference', card: '1' },
      }),
      referencedConsultation(references),
      party('author', 'Auteur', 'cac:ResponderParty', '?', 'Qui répond.'),
      subjects,
      field(
        'question',
        'Question posée',
        'cac:ParentDocumentReference/cbc:DocumentDescription',
        'text',
        '?',
        'La question, telle qu’elle est publiée.',
      ),
      field('text', 'Réponse', 'cbc:Description', 'text', '1', 'La réponse.'),
      enquiryPieces,
    ],
  };
}

export const question = enquiry(
  {
    code: 'M12',
    fr: 'Question',
    help: 'Un candidat interroge l’acheteur avant la date limite.',
    type: 'Question',
  },
  '?',
);
export const publicAnswer = answer({
  code: 'M13',
  fr: 'Réponse',
  help: 'L’acheteur répond à tous les candidats.',
  type: 'PublicAnswer',
});
export const clarificationRequest = enquiry(
  {
    code: 'M24',
    fr: 'Demande de précision',
    help: 'Après l’ouverture, l’acheteur fait préciser une offre.',
    type: 'ClarificationRequest',
  },
  '1',
);
export const clarification = answer({
  code: 'M25',
  fr: 'Précision',
  help: 'Le candidat précise son offre.',
  type: 'Clarification',
});
