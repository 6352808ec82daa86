/** What the file itself may have against it, before there is a message to hold rules against: layers 0 to 2. */
import type { ReadingRule } from './rule.ts';

type Row = Pick<ReadingRule, 'code' | 'title' | 'text' | 'help'>;

const blocking = { kind: 'reading', severity: 'BLOQUANT' } as const;
const utf8 = 'Enregistrez le fichier en UTF-8, ou demandez-le à l’éditeur du logiciel qui l’a produit.';

const envelope: readonly Row[] = [
  {
    code: 'MIO-ENV-001',
    title: { fr: 'Le fichier n’est pas vide.', en: 'The file is not empty.' },
    text: { fr: 'Le fichier est vide.', en: 'The file is empty.' },
    help: 'Produisez de nouveau le message : l’envoi ou l’enregistrement a peut-être été interrompu.',
  },
  {
    code: 'MIO-ENV-002',
    title: { fr: 'Le fichier ne dépasse pas la taille admise.', en: 'The file is not above the size limit.' },
    text: {
      fr: 'Le fichier dépasse la taille admise ({limite} octets).',
      en: 'The file is above the size limit ({limite} bytes).',
    },
    help: 'Transmettez les pièces jointes à part : un message MIO ne porte que leur empreinte.',
  },
  {
    code: 'MIO-ENV-003',
    title: { fr: 'L’encodage est admis.', en: 'The encoding is among those accepted.' },
    text: { fr: 'L’encodage du fichier n’est pas admis.', en: 'The encoding of the file is not accepted.' },
    help: utf8,
  },
  {
    code: 'MIO-ENV-004',
    title: {
      fr: 'L’encodage déclaré est celui du fichier.',
      en: 'The declared encoding is that of the file.',
    },
    text: {
      fr: 'L’encodage déclaré en tête du fichier n’est pas celui de ses octets.',
      en: 'The encoding declared at the head of the file is not that of its bytes.',
    },
    help: utf8,
  },
  {
    code: 'MIO-ENV-005',
    title: { fr: 'Les octets du fichier se lisent tous.', en: 'All bytes of the file can be read.' },
    text: {
      fr: 'Des octets du fichier ne sont pas des caractères dans l’encodage déclaré.',
      en: 'Some bytes are no characters in the declared encoding.',
    },
    help: utf8,
  },
  {
    code: 'MIO-ENV-006',
    title: {
      fr: 'Le fichier est un message, et non un classeur ou une archive.',
      en: 'The file is a message, neither a workbook nor an archive.',
    },
    text: {
      fr: 'Ce fichier est un classeur ou une archive ZIP, et non un message XML. Rien n’en a été décompressé.',
      en: 'This file is a workbook or a ZIP archive, and no XML message. Nothing of it was decompressed.',
    },
    help: 'Pour un classeur, employez le dépôt du modèle Excel. Pour une archive, extrayez le message.',
  },
  {
    code: 'MIO-ENV-007',
    title: { fr: 'Le document est l’un de ceux du standard.', en: 'The document is one of the standard.' },
    text: {
      fr: '« {nom} » n’est pas un document du standard MIO.',
      en: '"{nom}" is no document of the MIO standard.',
    },
    help: 'Vérifiez que vous avez choisi le bon fichier.',
  },
  {
    code: 'MIO-ENV-008',
    title: {
      fr: 'Le message porte un profil du standard.',
      en: 'The message has a profile of the standard.',
    },
    text: {
      fr: 'Le profil « {profil} » n’est celui d’aucun message du standard.',
      en: 'The profile "{profil}" is that of no message of the standard.',
    },
    help: 'L’élément cbc:CustomizationID doit dire le message et sa version, par exemple urn:liaison:mio:trns:m20:1.',
  },
];

const markup: readonly Row[] = [
  {
    code: 'MIO-XML-001',
    title: { fr: 'Le fichier est du XML bien formé.', en: 'The file is well-formed XML.' },
    text: {
      fr: 'Le fichier n’est pas du XML bien formé, ou il est tronqué.',
      en: 'The file is not well-formed XML, or it is truncated.',
    },
    help: 'Produisez de nouveau le message, sans le retoucher dans un éditeur de texte.',
  },
  {
    code: 'MIO-XML-002',
    title: {
      fr: 'Le fichier ne contient que des caractères permis en XML.',
      en: 'The file holds only characters of XML.',
    },
    text: {
      fr: 'Le fichier contient un caractère interdit en XML (caractère de commande ou nul).',
      en: 'The file holds a character that XML forbids (a control or null character).',
    },
    help: 'Retirez ce caractère de la désignation ou du commentaire d’où il vient.',
  },
  {
    code: 'MIO-XML-003',
    title: { fr: 'Le fichier est du XML 1.0.', en: 'The file is XML 1.0.' },
    text: { fr: 'Seul XML 1.0 est admis.', en: 'Only XML 1.0 is accepted.' },
    help: 'Demandez à l’éditeur du logiciel de produire du XML 1.0.',
  },
];

const hostile: readonly Row[] = [
  {
    code: 'MIO-SEC-001',
    title: { fr: 'Le fichier n’a pas de déclaration DOCTYPE.', en: 'The file has no DOCTYPE.' },
    text: {
      fr: 'Le fichier contient une déclaration DOCTYPE, refusée par sécurité. Rien n’en a été lu ni chargé.',
      en: 'The file has a DOCTYPE, which is refused for security. Nothing of it was read or loaded.',
    },
    help: 'Retirez cette déclaration. Si vous ne l’avez pas mise, n’employez pas ce fichier et prévenez son expéditeur.',
  },
  {
    code: 'MIO-SEC-002',
    title: { fr: 'Les éléments ne sont pas emboîtés sans fin.', en: 'Elements are not nested without end.' },
    text: {
      fr: 'Les éléments du fichier sont emboîtés trop profondément.',
      en: 'The elements of the file are nested too deeply.',
    },
    help: 'Aucun message MIO n’a cette forme : n’employez pas ce fichier et prévenez son expéditeur.',
  },
  {
    code: 'MIO-SEC-003',
    title: {
      fr: 'Noms, attributs et textes restent dans les limites.',
      en: 'Names, attributes and texts stay within limits.',
    },
    text: {
      fr: 'Un nom, un attribut ou un texte du fichier dépasse la longueur admise.',
      en: 'A name, an attribute or a text of the file is above the length limit.',
    },
    help: 'Aucun message MIO n’a cette forme : n’employez pas ce fichier et prévenez son expéditeur.',
  },
];

const schema: readonly Row[] = [
  {
    code: 'MIO-XSD-001',
    title: { fr: 'Chaque élément est à sa place.', en: 'Each element is in its place.' },
    text: {
      fr: 'L’élément {nom} n’a pas de place ici.',
      en: 'The element {nom} has no place here.',
    },
    help: 'Retirez cet élément ou remettez-le à sa place. D’autres erreurs sont possibles sur cette ligne.',
  },
  {
    code: 'MIO-XSD-002',
    title: { fr: 'Aucune donnée obligatoire ne manque.', en: 'No mandatory data is missing.' },
    text: { fr: '« {nom} » manque.', en: '"{nom}" is missing.' },
    help: 'Complétez cette donnée.',
  },
  {
    code: 'MIO-XSD-003',
    title: { fr: 'Chaque attribut est connu.', en: 'Each attribute is known.' },
    text: { fr: 'L’attribut {nom} n’a pas de place ici.', en: 'The attribute {nom} has no place here.' },
    help: 'Retirez cet attribut.',
  },
  {
    code: 'MIO-XSD-004',
    title: { fr: 'Aucun attribut obligatoire ne manque.', en: 'No mandatory attribute is missing.' },
    text: { fr: 'L’attribut {nom} manque.', en: 'The attribute {nom} is missing.' },
    help: 'Ajoutez cet attribut.',
  },
  {
    code: 'MIO-XSD-005',
    title: { fr: 'Le texte ne se trouve que dans les champs.', en: 'Text stands in fields alone.' },
    text: { fr: 'Le texte « {valeur} » n’a pas de place ici.', en: 'The text "{valeur}" has no place here.' },
    help: 'Retirez ce texte.',
  },
  {
    code: 'MIO-XSD-006',
    title: { fr: 'Chaque valeur a la forme de son champ.', en: 'Each value has the form of its field.' },
    text: {
      fr: '« {nom} » : la valeur « {valeur} » ne convient pas.',
      en: '"{nom}": the value "{valeur}" does not fit.',
    },
    help: 'Écrivez la valeur sous la forme attendue.',
  },
  {
    code: 'MIO-XSD-007',
    title: {
      fr: 'Chaque code d’une liste fermée en fait partie.',
      en: 'Each code of a closed list belongs to it.',
    },
    text: {
      fr: '« {nom} » : le code « {valeur} » n’est pas dans la liste du standard.',
      en: '"{nom}": the code "{valeur}" is not in the list of the standard.',
    },
    help: 'Choisissez un code de la liste.',
  },
  {
    code: 'MIO-XSD-008',
    title: { fr: 'Un champ unique n’est donné qu’une fois.', en: 'A single field is given once.' },
    text: {
      fr: '« {nom} » est donné plusieurs fois : seule la première valeur est lue.',
      en: '"{nom}" is given more than once: only the first value is read.',
    },
    help: 'Ne gardez qu’une valeur.',
  },
  {
    code: 'MIO-XSD-009',
    title: { fr: 'Ce que le standard fixe n’est pas changé.', en: 'What the standard fixes is not changed.' },
    text: {
      fr: '« {nom} » doit valoir « {attendu} ».',
      en: '"{nom}" must be "{attendu}".',
    },
    help: 'Remettez la valeur attendue.',
  },
  {
    code: 'MIO-XSD-010',
    title: { fr: 'Le document est conforme au schéma.', en: 'The document conforms to the schema.' },
    text: {
      fr: 'L’élément {nom} n’est pas conforme au schéma.',
      en: 'The element {nom} does not conform to the schema.',
    },
    help: 'Comparez cet élément au schéma du message. D’autres erreurs sont possibles sur cette ligne.',
  },
];

/** What is worth saying of a file that was read all the same. */
const notes: readonly Row[] = [
  {
    code: 'MIO-ENV-010',
    title: { fr: 'Le fichier est en UTF-8.', en: 'The file is in UTF-8.' },
    text: {
      fr: 'Le fichier est en {encodage} : il a été lu.',
      en: 'The file is in {encodage}: it was read.',
    },
    help: 'Préférez UTF-8, que tous les logiciels lisent.',
  },
  {
    code: 'MIO-ENV-011',
    title: {
      fr: 'Le fichier commence par son XML, sans marque d’ordre des octets.',
      en: 'The file has no byte order mark.',
    },
    text: {
      fr: 'Le fichier commence par une marque d’ordre des octets (BOM) : elle a été ignorée.',
      en: 'The file begins with a byte order mark (BOM): it was ignored.',
    },
    help: 'Enregistrez en UTF-8 sans BOM : certains logiciels refusent cette marque.',
  },
  {
    code: 'MIO-ENV-012',
    title: { fr: 'Les fins de ligne sont toutes de la même forme.', en: 'All line ends have one form.' },
    text: {
      fr: 'Les fins de ligne changent de forme au cours du fichier : un outil l’a sans doute retouché.',
      en: 'Line ends change their form within the file: some tool probably edited it.',
    },
    help: 'Les données n’en sont pas altérées. Évitez de retoucher un message dans un éditeur de texte.',
  },
];

export const readingRules: readonly ReadingRule[] = [
  ...envelope.map((row) => ({ ...blocking, layer: 'ENVELOPPE' as const, ...row })),
  ...notes.map((row) => ({
    kind: 'reading' as const,
    severity: 'INFO' as const,
    layer: 'ENVELOPPE' as const,
    ...row,
  })),
  ...hostile.map((row) => ({ ...blocking, layer: 'SECURITE' as const, ...row })),
  ...markup.map((row) => ({ ...blocking, layer: 'XML' as const, ...row })),
  ...schema.map((row) => ({
    kind: 'reading' as const,
    severity: 'ERREUR' as const,
    layer: 'XSD' as const,
    ...row,
  })),
];
