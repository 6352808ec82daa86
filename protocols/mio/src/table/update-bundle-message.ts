import { field, group, type MessageDefinition } from './node.ts';
import { ownHeader } from './own-header.ts';

export const updateBundle: MessageDefinition = {
  code: 'M50',
  fr: 'Lot de mise à jour',
  help: 'Ce que contient une mise à jour de nomenclature ou de contrôleur, et à partir de quand elle vaut.',
  type: 'UpdateBundle',
  root: 'mio:LotDeMiseAJour',
  children: [
    ownHeader('?', undefined),
    field('bundleId', 'Identifiant du lot', 'mio:Lot', 'code', '1', 'Nom de ce qui est mis à jour.'),
    field('kind', 'Nature du lot', 'mio:Nature', 'code', '1', 'Nomenclature, règles, schémas, confiance.', {
      codes: 'bundleKind',
    }),
    field('version', 'Version du lot', 'mio:Numero', 'count', '1', 'Toujours plus grande que la précédente.'),
    field(
      'previousVersion',
      'Version précédente',
      'mio:NumeroPrecedent',
      'count',
      '?',
      'Version sur laquelle un différentiel s’applique.',
    ),
    field(
      'previousSha256',
      'Empreinte précédente',
      'mio:PrecedentSha256',
      'sha256',
      '?',
      'SHA-256 du manifeste précédent.',
    ),
    field(
      'publishedAt',
      'Publié le',
      'mio:DateDePublication+mio:HeureDePublication',
      'utc',
      '1',
      'Instant de publication.',
    ),
    field('effectiveFrom', 'En vigueur du', 'mio:EnVigueurDu', 'date', '1', 'Premier jour.'),
    field('effectiveTo', 'En vigueur jusqu’au', 'mio:EnVigueurJusquAu', 'date', '?', 'Dernier jour.'),
    field(
      'expiresAt',
      'À renouveler avant',
      'mio:DateDExpiration+mio:HeureDExpiration',
      'utc',
      '?',
      'Au-delà, le dernier lot connu n’est plus tenu pour le dernier.',
    ),
    field(
      'minimumController',
      'Contrôleur minimal',
      'mio:ControleurMinimal',
      'id',
      '?',
      'Version du contrôleur qu’il faut.',
    ),
    group('files', 'Fichiers', 'mio:Fichier', 'BundleFile', '+', 'Contenu du lot.', [
      field('path', 'Chemin', 'mio:Chemin', 'name', '1', 'Chemin dans l’archive.'),
      field('bytes', 'Taille', 'mio:Octets', 'count', '1', 'En octets.'),
      field('sha256', 'Empreinte du fichier', 'mio:Sha256', 'sha256', '1', 'SHA-256 du fichier.'),
    ]),
  ],
};
