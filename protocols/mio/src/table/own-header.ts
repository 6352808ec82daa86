/** What messages of our own namespace have in common. */
import { field, group, type Node } from './node.ts';

/** The header of all messages, with elements of its own. */
export function ownHeader(receiver: '1' | '?', answered: '1' | '?' | undefined): Node {
  const participant = (path: string): Node[] => [
    field(
      'scheme',
      'Type d’identifiant',
      `${path}/@type`,
      'code',
      '1',
      'Registre de l’identifiant (ISO/IEC 6523, ou FINESS, EMAIL).',
      { codes: 'participantScheme' },
    ),
    field('id', 'Identifiant de participant', path, 'id', '1', 'Identifiant dans ce registre.'),
  ];
  return group('header', 'En-tête', 'mio:Entete', 'Header', '1', 'Ce que tout message dit de lui-même.', [
    field(
      'messageId',
      'Identifiant du message',
      'mio:Identifiant',
      'uuid',
      '1',
      'UUID, en minuscules ; le même message envoyé deux fois garde le sien.',
    ),
    field(
      'isTest',
      'Message d’essai',
      'mio:Profil',
      'testFlag',
      '1',
      'Un essai n’entre jamais en production : son identifiant de profil finit par « :test ».',
    ),
    field(
      'standardVersion',
      'Version du standard',
      'mio:Version',
      'standardVersion',
      '1',
      'Version de ce profil.',
    ),
    field(
      'createdAt',
      'Créé le',
      'mio:Date+mio:Heure',
      'utc',
      '1',
      'Instant de création, en temps universel.',
    ),
    group('sender', 'Expéditeur', '', 'Participant', '1', 'Qui envoie.', participant('mio:Expediteur')),
    group(
      'receiver',
      'Destinataire',
      '',
      'Participant',
      receiver,
      'À qui ; absent d’une publication ouverte à tous.',
      participant('mio:Destinataire'),
    ),
    group(
      'interface',
      'Interface',
      'mio:Interface',
      'Interface',
      '?',
      'Le logiciel qui a produit le message.',
      [
        field('product', 'Logiciel', 'mio:Logiciel', 'name', '1', 'Nom du logiciel.'),
        field('version', 'Version du logiciel', 'mio:Version', 'id', '1', 'Version du logiciel.'),
        field(
          'qualificationId',
          'Qualification',
          'mio:Qualification',
          'id',
          '?',
          'Numéro de qualification de l’interface.',
        ),
      ],
    ),
    ...(answered
      ? [
          group(
            'inReplyTo',
            'En réponse à',
            'mio:EnReponseA',
            'MessageReference',
            answered,
            'Le message auquel celui-ci répond.',
            [
              field(
                'messageId',
                'Message répondu',
                'mio:Identifiant',
                'uuid',
                '1',
                'UUID du message répondu.',
              ),
              field(
                'sha256',
                'Empreinte',
                'mio:Sha256',
                'sha256',
                '?',
                'SHA-256 des octets du message répondu.',
              ),
            ],
          ),
        ]
      : []),
  ]);
}

export const ownConsultation = (card: '1' | '?'): Node =>
  group(
    'consultation',
    'Consultation',
    'mio:Consultation',
    'ConsultationReference',
    card,
    'La consultation concernée.',
    [
      field('id', 'N° de consultation', 'mio:Numero', 'id', '1', 'Référence de l’acheteur.'),
      field(
        'version',
        'Version de la consultation',
        'mio:Version',
        'count',
        '?',
        'Version à laquelle le message se rapporte.',
      ),
    ],
  );
