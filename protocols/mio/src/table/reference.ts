import { field, group, type Node } from './node.ts';

/** The consultation that a message is about, by its number in the document. */
export function consultationReference(versionPath?: string): Node {
  const version = field(
    'version',
    'Version de la consultation',
    versionPath ?? '',
    'count',
    '1',
    'Version à laquelle le message se rapporte.',
  );
  return group(
    'consultation',
    'Consultation',
    '',
    'ConsultationReference',
    '1',
    'La consultation concernée.',
    [
      field('id', 'N° de consultation', 'cbc:ContractFolderID', 'id', '1', 'Référence de l’acheteur.'),
      ...(versionPath === undefined ? [] : [version]),
    ],
  );
}

/** The same where the document has no place but a document reference. */
export function referencedConsultation(references: string): Node {
  const path = `${references}[cbc:DocumentTypeCode='CONSULTATION']`;
  return group(
    'consultation',
    'Consultation',
    path,
    'ConsultationReference',
    '1',
    'La consultation concernée.',
    [
      field('id', 'N° de consultation', 'cbc:ID', 'id', '1', 'Référence de l’acheteur.'),
      field(
        'version',
        'Version de la consultation',
        'cbc:VersionID',
        'count',
        '?',
        'Version à laquelle le message se rapporte.',
      ),
    ],
  );
}
