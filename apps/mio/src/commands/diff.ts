import { compareMessages, findRow, type DraftMessage, type MessageChange } from '@liaison/mio';
import { readMessage } from '@liaison/mio-sdk';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, parseOptions } from '../parse-options.ts';

const formats = ['texte', 'json'] as const;

/** What names a message and not what it says: another in every message, so that it is no change of the data. */
const naming = /^header\/(messageId|createdAt|interface|inReplyTo)(\/|$)/;

export const diff: Command = {
  name: 'diff',
  summary: 'dit ce qui a changé d’un message à un autre, ligne par ligne',
  usage: `mio diff <avant> <après> [options]
  Deux messages ou deux versions (M10 et son rectificatif M11), chacun en xml, json, csv ou xlsx.
  --format <format>     ${formats.join(', ')} (texte par défaut)
  --all                 avec ce qui nomme le message : identifiant, date, interface, réponse à
  --output <fichier>    écrit dans un fichier
Code de sortie : 0 mêmes données, 1 données différentes.`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      format: { type: 'string', default: 'texte' },
      all: { type: 'boolean', default: false },
      output: { type: 'string' },
    });
    const [first, second, ...more] = positionals;
    if (first === undefined || second === undefined || more.length > 0)
      throw new UsageError('deux fichiers sont attendus : avant, puis après.');
    const format = oneOf('--format', values.format, formats);
    const before = readWhole(first);
    const after = readWhole(second);
    const changes = compareMessages(before, after).filter(
      ({ path }) => values.all || !naming.test(path.join('/')),
    );
    const told =
      format === 'json'
        ? `${JSON.stringify({ before: nameOf(before), after: nameOf(after), changes: changes.map(toJson) }, null, 2)}\n`
        : describe(changes, after);
    if (values.output === undefined) terminal.out(told);
    else writeFile(values.output, told);
    return changes.length === 0 ? exitCodes.ok : exitCodes.refused;
  },
};

/** What is not understood would be missing from the comparison without a word. @throws UsageError */
function readWhole(file: string): DraftMessage {
  const reading = readMessage(readFile(file).bytes);
  const [trouble] = reading.troubles.filter(({ isError }) => isError);
  if (reading.isWhole) return reading.message;
  throw new UsageError(
    `${file} : ${trouble ? [trouble.place, trouble.fr].filter((part) => part !== '').join(' · ') : 'ce n’est pas un message'}`,
  );
}

function nameOf({ type, header }: DraftMessage): { type: string; messageId: string } {
  return { type, messageId: header?.messageId ?? '' };
}

function toJson({ kind, path, place, before, after }: MessageChange) {
  const { lot, line, field, fr } = place;
  return { kind, path, lot, line, field, before, after, fr };
}

function describe(changes: readonly MessageChange[], after: DraftMessage): string {
  if (changes.length === 0) return 'Mêmes données.\n';
  const count = changes.length === 1 ? 'Un changement' : `${changes.length} changements`;
  return [`${count} :`, ...changes.map((change) => `  ${printable(sentence(change, after))}`), ''].join('\n');
}

function sentence({ kind, path, place, before, after }: MessageChange, message: DraftMessage): string {
  const where = whereFr(path, place, message);
  switch (kind) {
    case 'changed':
      return `${where} : ${shown(before)} → ${shown(after)}`;
    case 'added':
      return `${where} : ajouté${after === undefined ? '' : `, ${shown(after)}`}`;
    case 'removed':
      return `${where} : supprimé${before === undefined ? '' : `, ${shown(before)}`}`;
    case 'reordered':
      return `${where} : dans un autre ordre`;
  }
}

/** « Lot 2, ligne 2.3, Prix unitaire HT »; of a lot or line that came or went, no field but itself. */
function whereFr(
  path: MessageChange['path'],
  { lot, line, field }: MessageChange['place'],
  { type }: DraftMessage,
): string {
  if (path.join('/') === 'type') return 'Type du message';
  const isItem = typeof path.at(-1) === 'number';
  const item = isItem ? path.at(-2) : undefined;
  const isNamed = (item === 'lots' && lot !== undefined) || (item === 'lines' && line !== undefined);
  const what = isNamed ? undefined : (field ?? findRow(type, path)?.fr ?? path.join('/'));
  const parts = [lot && `lot ${lot}`, line && `ligne ${line}`, what].filter((part) => part !== undefined);
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function shown(value: MessageChange['before']): string {
  if (typeof value === 'boolean') return value ? 'oui' : 'non';
  return value === undefined ? '–' : String(value);
}

/** Texts come from the messages: what could move a terminal's cursor is left out. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}
