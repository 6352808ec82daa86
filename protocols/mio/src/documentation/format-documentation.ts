import { codeLists, listCodes, type CodeListName } from '../codes/code-lists.ts';
import { isMessageCode } from '../model/draft.ts';
import { profileId } from '../model/codec.ts';
import { parsePath } from '../profile/path.ts';
import { datatypes } from '../table/datatypes.ts';
import { listRows, type LocatedRow } from '../table/find-row.ts';
import { messages, standardVersion } from '../table/messages.ts';
import { cardinality, type MessageCode, type MessageDefinition } from '../table/node.ts';
import { documentNamespace } from '../ubl/structure.ts';
import { xpathOf } from '../xml/places.ts';

const codes = Object.keys(messages).filter(isMessageCode);
const listNames = Object.keys(codeLists).filter((name): name is CodeListName =>
  Object.hasOwn(codeLists, name),
);
const often = {
  '1': 'un',
  '?': 'au plus un',
  '*': 'plusieurs',
  '+': 'un ou plusieurs',
  '0': 'aucun',
} as const;

const notice =
  'Ce profil et l’espace de noms `urn:liaison:mio:1` sont propres à Liaison : ce n’est pas le standard certifié de Phast, ' +
  'dont aucun schéma n’est public.';

/** M52 is a JSON of the State's own, without a field table. */
const essentialData = [
  '[M52](M52.md)',
  'Données essentielles (DECP)',
  'JSON de l’État',
  'L’acheteur publie ce que la loi demande d’un marché attribué.',
];

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

/** The standard for French readers, from the field table: pages of docs/mio by their file name. */
export function formatDocumentation(): Record<string, string> {
  const pages = codes.map((code): [string, string] => [`${code}.md`, formatMessage(code)]);
  return { 'README.md': formatIndex(), 'codes.md': formatCodes(), ...Object.fromEntries(pages) };
}

function formatIndex(): string {
  const rows = codes.map((code) => {
    const { fr, help, root } = messages[code];
    return [`[${code}](${code}.md)`, fr, `\`${root}\``, help];
  });
  rows.push(essentialData);
  return [
    `# Messages MIO, version ${standardVersion}`,
    notice,
    'Un message est un document UBL 2.3 (OASIS) dont le profil `CustomizationID` dit lequel ; l’enveloppe scellée, le résultat de contrôle, le lot de mise à jour et le certificat, pour lesquels UBL n’a pas de document, sont dans notre espace de noms. Le même message s’écrit en XML, en JSON ou en CSV. Les données essentielles (M52) ont le format de l’État, et lui seul.',
    table(['message', 'nom', 'document', 'ce qu’il dit'], rows),
    'Les listes de codes sont dans [codes.md](codes.md), les règles de contrôle dans [regles.md](regles.md), le certificat dans [certificat.md](certificat.md), le modèle Excel dans [modele-excel.md](modele-excel.md). Les nombres exacts (prix, quantités, montants) sont des textes décimaux à point, jamais des flottants.',
    'En CSV, chaque ligne est un objet du message : `objet` dit lequel (le message d’abord, puis `lots`, `lots/lines`…), `n°` son numéro, `dans` celui de l’objet qui le contient ; les autres colonnes sont les propriétés. Séparateur point-virgule, UTF-8 ; une cellule qu’un tableur prendrait pour une formule est précédée d’une apostrophe.',
    '',
  ].join('\n\n');
}

function formatMessage(code: MessageCode): string {
  const message = messages[code];
  const isOwn = message.root.startsWith('mio:');
  return [
    `# ${code} · ${message.fr}`,
    message.help,
    `Document \`${message.root}\` de l’espace de noms \`${documentNamespace(message.root)}\`, profil \`${profileId(code, false)}\` (\`${profileId(code, true)}\` pour un essai). ${isOwn ? '' : 'Ce que nos schémas acceptent, ceux d’OASIS l’acceptent. '}${notice}`,
    table(
      ['donnée', 'propriété', 'combien', 'nature', 'place dans le XML', 'colonne Excel', 'aide'],
      listRows(code).map((located) => formatRow(message, located)),
    ),
    '',
  ].join('\n\n');
}

function formatRow(message: MessageDefinition, { row: found, keys }: LocatedRow): string[] {
  const isGroup = found.kind === 'group';
  const name = `${'  '.repeat(keys.length - 1)}${found.fr}`;
  const nature = isGroup
    ? 'groupe'
    : found.codes
      ? `[${found.codes}](codes.md#${found.codes.toLowerCase()})`
      : datatypes[found.type].fr;
  const column = isGroup || !found.excel ? '' : `${found.excel.sheet} / ${found.excel.header ?? found.fr}`;
  return [
    isGroup ? `**${name.trim()}**` : name.trim(),
    `\`${keys.join('.')}\``,
    often[cardinality(found, message.code)],
    nature,
    placeIn(message, found.path, keys),
    column,
    found.help,
  ];
}

/** From the document element; of an instant its two elements. */
function placeIn(message: MessageDefinition, path: string, keys: readonly string[]): string {
  if (path === '') return '';
  const { timeElement } = parsePath(path);
  const place = `\`${xpathOf(message, keys).slice(message.root.length + 2)}\``;
  return timeElement === undefined ? place : `${place} et \`${timeElement}\``;
}

function formatCodes(): string {
  const lists = listNames.map((name) => {
    const french: Readonly<Record<string, string>> = codeLists[name];
    return [
      `## ${name}`,
      table(
        ['code', 'sens'],
        listCodes(name).map((code) => [`\`${code}\``, french[code] ?? '']),
      ),
    ].join('\n\n');
  });
  return ['# Listes de codes', notice, ...lists, ''].join('\n\n');
}
