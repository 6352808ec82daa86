import { constant, field, group, type Node } from './node.ts';

/** The algorithm of every digest, as XML signatures name it (XML Encryption 1.1, section 5.7.2). */
const sha256Algorithm = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** A file named by its digest. Paths are from a `cac:DocumentReference`. */
export const externalFile = `cac:Attachment/cac:ExternalReference[cbc:HashAlgorithmMethod='${sha256Algorithm}']`;
export const digest = `${externalFile}/cbc:DocumentHash`;

/** Where a message keeps what all headers have. */
interface HeaderPlaces {
  sender: string;
  receiver: string;
  /** Messages to all have none. */
  receiverCard?: '1' | '?';
  /** A repeatable document reference, for the nomenclatures; absent in messages without codes. */
  references?: string;
  /** The document reference of the message answered. */
  answered?: { path: string; card: '1' | '?' };
}

/** What every message says of itself, at the places of its UBL document. */
export function header({ sender, receiver, receiverCard = '1', references, answered }: HeaderPlaces): Node[] {
  const fields: Node[] = [
    field(
      'messageId',
      'Identifiant du message',
      "cbc:ID[@schemeURI='urn:uuid']",
      'uuid',
      '1',
      'UUID, en minuscules ; le même message envoyé deux fois garde le sien.',
    ),
    field(
      'isTest',
      'Message d’essai',
      'cbc:CustomizationID',
      'testFlag',
      '1',
      'Un essai n’entre jamais en production : son identifiant de profil finit par « :test ».',
    ),
    field(
      'standardVersion',
      'Version du standard',
      'cbc:ProfileID',
      'standardVersion',
      '1',
      'Version de ce profil.',
    ),
    field(
      'createdAt',
      'Créé le',
      'cbc:IssueDate+cbc:IssueTime',
      'utc',
      '1',
      'Instant de création, en temps universel.',
    ),
    group('sender', 'Expéditeur', sender, 'Participant', '1', 'Qui envoie.', participant()),
    group(
      'receiver',
      'Destinataire',
      receiver,
      'Participant',
      receiverCard,
      'À qui ; absent d’une publication ouverte à tous.',
      participant(),
    ),
    group(
      'interface',
      'Interface',
      `${sender}/cac:ServiceProviderParty[cbc:ServiceTypeCode='MIO-INTERFACE']`,
      'Interface',
      '?',
      'Le logiciel qui a produit le message.',
      [
        field('product', 'Logiciel', 'cac:Party/cac:PartyName/cbc:Name', 'name', '1', 'Nom du logiciel.'),
        field(
          'version',
          'Version du logiciel',
          "cac:Party/cac:PartyIdentification/cbc:ID[@schemeID='VERSION']",
          'id',
          '1',
          'Version du logiciel.',
        ),
        field(
          'qualificationId',
          'Qualification',
          'cbc:ID',
          'id',
          '?',
          'Numéro de qualification de l’interface.',
        ),
      ],
    ),
  ];
  if (answered)
    fields.push(
      group(
        'inReplyTo',
        'En réponse à',
        answered.path,
        'MessageReference',
        answered.card,
        'Le message auquel celui-ci répond.',
        [
          field(
            'messageId',
            'Message répondu',
            "cbc:ID[@schemeURI='urn:uuid']",
            'uuid',
            '1',
            'UUID du message répondu.',
          ),
          field('sha256', 'Empreinte', digest, 'sha256', '?', 'SHA-256 des octets du message répondu.'),
        ],
      ),
    );
  if (references)
    fields.push(
      group(
        'nomenclatures',
        'Nomenclatures',
        `${references}[cbc:DocumentTypeCode='NOMENCLATURE']`,
        'NomenclatureVersion',
        '*',
        'Les versions dont les codes du message sont tirés.',
        [
          field('id', 'Nomenclature', 'cbc:ID', 'code', '1', 'CLADIMED, LPPR, UCD, ATC…'),
          field(
            'version',
            'Version de nomenclature',
            'cbc:VersionID',
            'id',
            '1',
            'Version en vigueur à la rédaction.',
          ),
          field(
            'sha256',
            'Empreinte de nomenclature',
            digest,
            'sha256',
            '?',
            'SHA-256 du lot de mise à jour.',
          ),
        ],
      ),
    );
  return [
    constant('cbc:UBLVersionID', '2.3'),
    group('header', 'En-tête', '', 'Header', '1', 'Ce que tout message dit de lui-même.', fields),
  ];
}

function participant(): Node[] {
  return [
    field(
      'scheme',
      'Type d’identifiant',
      'cbc:EndpointID/@schemeID',
      'code',
      '1',
      'Registre de l’identifiant (ISO/IEC 6523, ou FINESS, EMAIL).',
      { codes: 'participantScheme' },
    ),
    field('id', 'Identifiant de participant', 'cbc:EndpointID', 'id', '1', 'Identifiant dans ce registre.'),
  ];
}
