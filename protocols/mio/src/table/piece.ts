import { digest, externalFile } from './header.ts';
import { field, group, type Node } from './node.ts';

/** Files that go with a message, named by their digest and never inside it. `path` is a repeatable document reference. */
export function pieces(path: string, fr: string, help: string): Node {
  return group('pieces', fr, path, 'Piece', '*', help, [
    field('id', 'N° de pièce', 'cbc:ID', 'id', '1', 'Identifiant de la pièce dans le message.'),
    field('kind', 'Nature de la pièce', 'cbc:DocumentType', 'code', '1', 'Ce qu’est la pièce.', {
      codes: 'pieceKind',
    }),
    field('version', 'Version de la pièce', 'cbc:VersionID', 'id', '?', 'Version de la pièce.'),
    field('title', 'Titre de la pièce', 'cbc:DocumentDescription', 'name', '?', 'Intitulé.'),
    field(
      'fileName',
      'Nom du fichier',
      `${externalFile}/cbc:FileName`,
      'name',
      '1',
      'Nom du fichier, sans dossier.',
    ),
    field('mime', 'Type du fichier', `${externalFile}/cbc:MimeCode`, 'mime', '?', 'Type MIME.'),
    field('uri', 'Adresse de la pièce', `${externalFile}/cbc:URI`, 'uri', '?', 'Où la prendre.'),
    field('sha256', 'Empreinte du fichier', digest, 'sha256', '1', 'SHA-256 des octets du fichier.'),
  ]);
}
