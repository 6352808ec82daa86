import {
  formatOfBytes,
  formatOfName,
  messageFormats,
  readMessage,
  writeMessage,
  type MessageFormat,
  type Trouble,
} from '@liaison/mio-sdk';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { readFile, writeFile } from '../files.ts';
import { oneOf, onlyFile, parseOptions } from '../parse-options.ts';
import { writeEssentialData } from './essential-data.ts';

export const convert: Command = {
  name: 'convert',
  summary: 'passe un message d’un format à l’autre, sans rien en perdre',
  usage: `mio convert <fichier> [options]
  --from <format>       ${messageFormats.join(', ')} (par défaut, ce que disent ses octets)
  --to <format>         ${messageFormats.join(', ')} (par défaut, ce que dit le nom de --output), ou decp :
                        les données essentielles d’une attribution (M30), à publier
  --need <fichier>      la demande de prix, M10 ou M11 : d’une offre, xlsx est alors le modèle de l’acheteur
  --table               xlsx : un simple tableau, et non le modèle, à remplir ou rempli
  --offer <fichier>     decp : l’offre retenue, qui connaît le groupement et les sous-traitants
  --complement <fichier>  decp : en JSON, ce que seul l’acheteur sait
  --output <fichier>    écrit dans un fichier ; xlsx le demande`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      from: { type: 'string' },
      to: { type: 'string' },
      need: { type: 'string' },
      table: { type: 'boolean', default: false },
      offer: { type: 'string' },
      complement: { type: 'string' },
      output: { type: 'string' },
    });
    const file = onlyFile(positionals);
    if (values.to === 'decp') return writeEssentialData(file, values, terminal);
    const to = targetFormat(values.to, values.output);
    const { bytes } = readFile(file);
    const from =
      values.from === undefined ? formatOfBytes(bytes) : oneOf('--from', values.from, messageFormats);
    const need = values.need === undefined ? undefined : readFile(values.need).bytes;
    const asked = need && readMessage(need).message;
    const reading = readMessage(bytes, { format: from, ...(asked ? { needs: asked } : {}) });
    for (const trouble of reading.troubles) terminal.err(`${file} : ${describe(trouble)}\n`);
    if (!reading.isWhole) {
      terminal.err('Rien n’est écrit : ce qui n’a pas été compris serait perdu.\n');
      return exitCodes.refused;
    }
    const written = writeMessage(reading.message, to, {
      isPlainTable: values.table,
      ...(from === 'xml' ? { asReceived: bytes } : {}),
      ...(need ? { needs: need } : {}),
    });
    if (values.output === undefined) terminal.out(Buffer.from(written).toString('utf8'));
    else writeFile(values.output, written);
    return exitCodes.ok;
  },
};

/** @throws UsageError */
function targetFormat(given: string | undefined, output: string | undefined): MessageFormat {
  const format = given === undefined ? formatOfName(output ?? '') : oneOf('--to', given, messageFormats);
  if (!format) throw new UsageError(`--to : dites le format, ${messageFormats.join(', ')}.`);
  if (format === 'xlsx' && output === undefined)
    throw new UsageError('--output est attendu : un classeur ne s’affiche pas.');
  return format;
}

function describe({ place, fr }: Trouble): string {
  return place === '' ? fr : `${place} · ${fr}`;
}
