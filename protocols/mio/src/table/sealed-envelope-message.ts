import { field, group, type MessageDefinition } from './node.ts';
import { ownConsultation, ownHeader } from './own-header.ts';

export const sealedEnvelope: MessageDefinition = {
  code: 'M22',
  fr: 'Enveloppe scellée',
  help: 'Ce que l’on sait d’une offre chiffrée avant son ouverture : rien de son contenu.',
  type: 'SealedEnvelope',
  root: 'mio:EnveloppeScellee',
  children: [
    ownHeader('1', undefined),
    ownConsultation('1'),
    group('cipher', 'Chiffré', 'mio:Chiffre', 'Cipher', '1', 'L’offre chiffrée.', [
      field('algorithm', 'Algorithme', 'mio:Algorithme', 'code', '1', 'AES-256-GCM.'),
      field('nonce', 'Nonce', 'mio:Nonce', 'base64', '1', 'Douze octets, en base64.'),
      field('bytes', 'Taille du chiffré', 'mio:Octets', 'count', '1', 'En octets.'),
      field('sha256', 'Empreinte du chiffré', 'mio:Sha256', 'sha256', '1', 'SHA-256 des octets chiffrés.'),
    ]),
    group('keys', 'Clés', 'mio:Cle', 'WrappedKey', '+', 'La clé du contenu, pour chaque clé du coffre.', [
      field(
        'certificateSha256',
        'Certificat de la clé',
        'mio:CertificatSha256',
        'sha256',
        '1',
        'SHA-256 du certificat du coffre.',
      ),
      field(
        'algorithm',
        'Algorithme de la clé',
        'mio:Algorithme',
        'code',
        '1',
        'Comment la clé est enveloppée.',
      ),
      field('wrapped', 'Clé enveloppée', 'mio:Enveloppee', 'base64', '1', 'En base64.'),
    ]),
  ],
};
