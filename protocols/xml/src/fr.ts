import type { XmlError, XmlErrorCode } from './error.ts';
import type { SchemaFinding } from './finding.ts';

/** What each refusal means and what to do, for who sent the file. */
const sentences: Record<XmlErrorCode, string> = {
  'xml/empty': 'Le fichier est vide.',
  'xml/too-large': 'Le fichier dépasse la taille admise.',
  'xml/encoding-unsupported': 'Cet encodage n’est pas admis : enregistrez le fichier en UTF-8.',
  'xml/encoding-mismatch': 'L’encodage déclaré n’est pas celui du fichier : enregistrez-le en UTF-8.',
  'xml/encoding-broken':
    'Le fichier contient des octets qui ne sont pas des caractères dans l’encodage déclaré : enregistrez-le en UTF-8.',
  'xml/forbidden-character':
    'Le fichier contient un caractère interdit en XML (caractère de commande ou nul).',
  'xml/version-unsupported': 'Seul XML 1.0 est admis.',
  'xml/doctype': 'Le fichier contient une déclaration DOCTYPE, qui est refusée par sécurité : retirez-la.',
  'xml/too-deep': 'Le fichier imbrique trop d’éléments les uns dans les autres.',
  'xml/limit': 'Un nom, un attribut ou un texte du fichier dépasse la longueur admise.',
  'xml/not-well-formed': 'Le fichier n’est pas du XML bien formé, ou il est tronqué.',
  'xml/not-canonical': 'Le fichier emploie un espace de noms relatif, qui ne peut pas être signé.',
  'xml/schema-broken': 'Les schémas installés ne sont pas utilisables : prévenez votre administrateur.',
};

/** The refusal in French, with its line where there is one. */
export function xmlErrorFr(error: XmlError): string {
  const sentence = sentences[error.code];
  return error.line === null ? sentence : `${sentence} (ligne ${error.line} du fichier)`;
}

/** A finding of the schema in French. `expected` and `value` are quoted as they stand. */
export function schemaFindingFr(finding: SchemaFinding): string {
  const { element, attribute, value } = finding;
  const expected = finding.expected.join(' ou ');
  switch (finding.code) {
    case 'unexpected-element':
      return expected === ''
        ? `L’élément ${element} n’est pas admis ici.`
        : `L’élément ${element} n’est pas admis ici ; attendu : ${expected}.`;
    case 'missing-element':
      return expected === ''
        ? `Il manque un élément dans ${element}.`
        : `Il manque un élément dans ${element} ; attendu : ${expected}.`;
    case 'unknown-root':
      return `L’élément ${element} n’est pas celui d’un message de ce type.`;
    case 'unexpected-attribute':
      return `L’attribut ${attribute} n’est pas admis sur ${element}.`;
    case 'missing-attribute':
      return `Il manque l’attribut ${attribute} sur ${element}.`;
    case 'unexpected-text':
      return `Du texte n’est pas admis directement dans ${element}.`;
    case 'invalid-value':
      return attribute === ''
        ? `La valeur « ${value} » de ${element} n’est pas valide${expected === '' ? '' : ` (${expected})`}.`
        : `La valeur « ${value} » de l’attribut ${attribute} de ${element} n’est pas valide${expected === '' ? '' : ` (${expected})`}.`;
    case 'broken-reference':
      return `Dans ${element}, un identifiant est en double ou une référence ne mène à rien.`;
    case 'other':
      return `L’élément ${element} n’est pas conforme au schéma.`;
  }
}
