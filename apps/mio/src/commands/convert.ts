import { readJson, readMessage, writeJson, writeMessage, type DraftMessage } from '@liaison/mio';
import { extname } from 'node:path';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, onlyFile, parseOptions } from '../parse-options.ts';
import { writeEssentialData } from './essential-data.ts';

const formats = ['xml', 'json'] as const;
type Format = (typeof formats)[number];

type Reading = { readonly message?: DraftMessage; readonly troubles: readonly string[] };

export const convert: Command = {
  name: 'convert',
  summary: 'passe un message d’un format à l’autre, sans rien en perdre',
  usage: `mio convert <fichier> [options]
  --from <format>       ${formats.join(', ')} (par défaut, ce que dit le nom du fichier)
  --to <format>         ${formats.join(', ')} (par défaut, ce que dit le nom de --output), ou decp :
                        les données essentielles d’une attribution (M30), à publier
  --need <fichier>      decp : la demande de prix, M10 ou M11
  --offer <fichier>     decp : l’offre retenue, qui connaît le groupement et les sous-traitants
  --complement <fichier>  decp : en JSON, ce que seul l’acheteur sait
  --output <fichier>    écrit dans un fichier`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      from: { type: 'string' },
      to: { type: 'string' },
      need: { type: 'string' },
      offer: { type: 'string' },
      complement: { type: 'string' },
      output: { type: 'string' },
    });
    const file = onlyFile(positionals);
    if (values.to === 'decp') return writeEssentialData(file, values, terminal);
    const from = formatOf('--from', values.from, file);
    const to = formatOf('--to', values.to, values.output);
    const { message, troubles } = read(readFile(file).bytes, from);
    for (const trouble of troubles) terminal.err(`${file} : ${trouble}\n`);
    if (!message || troubles.length > 0) {
      terminal.err('Rien n’est écrit : ce qui n’a pas été compris serait perdu.\n');
      return exitCodes.refused;
    }
    const text = to === 'xml' ? writeMessage(message) : `${writeJson(message)}\n`;
    if (values.output === undefined) terminal.out(text);
    else writeFile(values.output, text);
    return exitCodes.ok;
  },
};

/** @throws UsageError */
function formatOf(option: string, given: string | undefined, file: string | undefined): Format {
  if (given !== undefined) return oneOf(option, given, formats);
  const extension = extname(file ?? '')
    .slice(1)
    .toLowerCase();
  const found = formats.find((format) => format === extension);
  if (!found) throw new UsageError(`${option} : dites le format, ${formats.join(' ou ')}.`);
  return found;
}

function read(bytes: Uint8Array, format: Format): Reading {
  const { message, findings } =
    format === 'xml' ? readMessage(bytes) : readJson(Buffer.from(bytes).toString('utf8'));
  const troubles = findings.map(({ fr, place }) =>
    place.kind === 'xml' ? `l. ${place.line} · ${fr}` : `${place.pointer || '/'} · ${fr}`,
  );
  return message ? { message, troubles } : { troubles };
}
