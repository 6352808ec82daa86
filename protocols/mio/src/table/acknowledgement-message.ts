import { digest, header } from './header.ts';
import { field, group, type MessageDefinition } from './node.ts';
import { party } from './party.ts';
import { referencedConsultation } from './reference.ts';

const response = 'cac:DocumentResponse';
const documents = `${response}/cac:DocumentReference`;
const answered = `${documents}[cbc:DocumentTypeCode='MESSAGE']`;

/** Two steps, each with its acknowledgement: received, then integrated in the software. Codes as in Peppol T018. */
export const acknowledgement: MessageDefinition = {
  code: 'M41',
  fr: 'Accusé de réception',
  help: 'Dit à l’expéditeur ce que son message est devenu.',
  type: 'Acknowledgement',
  root: 'ApplicationResponse',
  children: [
    ...header({
      sender: 'cac:SenderParty',
      receiver: 'cac:ReceiverParty',
      answered: { path: answered, card: '1' },
    }),
    referencedConsultation(documents),
    party('author', 'Auteur', 'cac:SenderParty', '?', 'Qui accuse réception.'),
    field(
      'step',
      'Étape',
      `${answered}/cbc:DocumentStatusCode`,
      'code',
      '1',
      'Reçu, puis intégré dans le logiciel.',
      { codes: 'receptionStep' },
    ),
    field(
      'response',
      'Suite donnée',
      `${response}/cac:Response/cbc:ResponseCode`,
      'code',
      '1',
      'Accepté, accepté avec réserves, rejeté.',
      { codes: 'response' },
    ),
    field('comment', 'Observation', `${response}/cac:Response/cbc:Description`, 'text', '?', 'Observation.'),
    group('reasons', 'Motifs', `${response}/cac:Response/cac:Status`, 'ResponseReason', '*', 'Pourquoi.', [
      field('code', 'Motif', 'cbc:StatusReasonCode', 'code', '1', 'Code du motif.', {
        codes: 'responseReason',
      }),
      field('text', 'Précision du motif', 'cbc:StatusReason', 'text', '?', 'En clair.'),
    ]),
    group(
      'report',
      'Résultat de contrôle',
      `${documents}[cbc:DocumentTypeCode='M40']`,
      'ReportReference',
      '?',
      'Le résultat du contrôle, s’il accompagne.',
      [
        field(
          'id',
          'N° du résultat',
          "cbc:ID[@schemeURI='urn:uuid']",
          'uuid',
          '1',
          'Identifiant du résultat de contrôle.',
        ),
        field('sha256', 'Empreinte du résultat', digest, 'sha256', '?', 'SHA-256 de ses octets.'),
      ],
    ),
  ],
};
