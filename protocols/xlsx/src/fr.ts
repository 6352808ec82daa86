import type { XlsxError, XlsxErrorCode } from './error.ts';

/** What to tell the person whose file it is, and what to do. */
const texts: Record<XlsxErrorCode, string> = {
  'xlsx/empty': 'Le fichier est vide. Enregistrez à nouveau votre classeur, puis renvoyez-le.',
  'xlsx/not-a-workbook': 'Ce fichier n’est pas un classeur Excel (.xlsx).',
  'xlsx/old-format':
    'Ce classeur est à l’ancien format (.xls). Ouvrez-le, choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) ».',
  'xlsx/open-document':
    'Ce classeur est au format OpenDocument (.ods). Choisissez « Enregistrer sous », puis « Excel 2007-365 (.xlsx) ».',
  'xlsx/binary-workbook':
    'Ce classeur est au format binaire (.xlsb). Choisissez « Enregistrer sous », puis « Classeur Excel (.xlsx) ».',
  'xlsx/password-protected':
    'Ce classeur est protégé par un mot de passe à l’ouverture. Retirez ce mot de passe, enregistrez, puis renvoyez le fichier.',
  'xlsx/damaged':
    'Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le à nouveau, puis renvoyez-le.',
  'xlsx/macros':
    'Ce classeur contient des macros, qui ne sont pas acceptées. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macro.',
  'xlsx/external-link':
    'Ce classeur contient des liaisons vers d’autres fichiers ou services. Dans Excel : Données, « Modifier les liaisons », « Rompre la liaison », puis enregistrez.',
  'xlsx/dde':
    'Ce classeur contient un échange dynamique de données (DDE), qui n’est pas accepté. Remplacez la formule par sa valeur.',
  'xlsx/embedded-object':
    'Ce classeur contient un objet incorporé (document, contrôle ActiveX ou complément), qui n’est pas accepté. Supprimez-le, puis enregistrez.',
  'xlsx/data-connection':
    'Ce classeur contient une connexion à une source de données. Dans Excel : Données, « Requêtes et connexions », supprimez la connexion, puis enregistrez.',
  'xlsx/doctype':
    'Ce fichier contient une déclaration de type de document (DOCTYPE), qu’aucun tableur n’écrit : il est refusé.',
  'xlsx/too-large': 'Ce classeur est trop volumineux. Retirez les images et les feuilles inutiles.',
  'xlsx/too-compressed':
    'Une fois décompressé, ce fichier est démesuré par rapport à sa taille : il est refusé.',
  'xlsx/too-many-parts': 'Ce fichier contient trop d’éléments pour un classeur : il est refusé.',
  'xlsx/too-many-sheets': 'Ce classeur contient trop de feuilles. Retirez les feuilles inutiles.',
  'xlsx/too-many-cells': 'Ce classeur contient trop de cellules remplies. Retirez les feuilles inutiles.',
  'xlsx/too-much-text': 'Ce classeur contient trop de texte. Retirez les feuilles inutiles.',
  'xlsx/too-deep': 'La structure de ce fichier n’est pas celle d’un classeur : il est refusé.',
};

/** The refusal as a French sentence, with the place where it shows when that helps. */
export function describeXlsxError({ code, place }: XlsxError): string {
  return place === undefined ? texts[code] : `${texts[code]} (${place})`;
}
