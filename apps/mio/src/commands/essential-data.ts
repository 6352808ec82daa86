import { readMessage, type DraftMessage, type Message } from '@liaison/mio';
import { essentialData, parseComplement, type Complement, type Fault } from '@liaison/mio-decp';
import { exitCodes, UsageError, type ExitCode, type Terminal } from '../command.ts';
import { readFile, writeFile } from '../files.ts';

/** Files beside the award, by the option that names them. */
export type EssentialDataFiles = {
  readonly need?: string | undefined;
  readonly offer?: string | undefined;
  readonly complement?: string | undefined;
  readonly output?: string | undefined;
};

/** M52 from an award: written whole, or not at all. @throws UsageError, FileError */
export function writeEssentialData(
  award: string,
  { need, offer, complement, output }: EssentialDataFiles,
  terminal: Terminal,
): ExitCode {
  if (need === undefined) throw new UsageError('--need : donnez la demande de prix de cette attribution.');
  const made = essentialData({
    award: whole(award, ['M30'], 'une attribution'),
    call: whole(need, ['M10', 'M11'], 'une demande de prix'),
    ...(offer === undefined ? {} : { offer: whole(offer, ['M20'], 'une offre de prix') }),
    ...(complement === undefined ? {} : { complement: readComplement(complement) }),
    publishedOn: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(),
  });
  if ('faults' in made) {
    for (const { marche, fr } of made.faults) terminal.err(`Marché ${marche} · ${fr}\n`);
    terminal.err('Rien n’est écrit : complétez ces données avec --complement.\n');
    return exitCodes.refused;
  }
  if (output === undefined) terminal.out(made.json);
  else writeFile(output, made.json);
  return exitCodes.ok;
}

/** A message that was understood to its end: of another, data would be missing without a word. */
function whole<const Code extends Message['type']>(
  file: string,
  codes: readonly Code[],
  wanted: string,
): Extract<Message, { type: Code }> {
  const { message, findings } = readMessage(readFile(file).bytes);
  const [first] = findings;
  if (first) throw new UsageError(`${file} : l. ${first.place.line} · ${first.fr}`);
  if (!isWhole(message, codes)) throw new UsageError(`${file} : ce n’est pas ${wanted}.`);
  return message;
}

/** A draft whose reading found no fault is a message: nothing that must be there is absent. */
function isWhole<Code extends Message['type']>(
  message: DraftMessage | undefined,
  codes: readonly Code[],
): message is DraftMessage & Extract<Message, { type: Code }> {
  return message !== undefined && codes.some((code) => code === message.type);
}

function readComplement(file: string): Complement {
  const parsed = parseComplement(parseJson(file));
  if ('complement' in parsed) return parsed.complement;
  throw new UsageError(`${file} :\n${parsed.faults.map(({ fr }: Fault) => `  ${fr}`).join('\n')}`);
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(Buffer.from(readFile(file).bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${file} : ce n’est pas du JSON.`);
    throw error;
  }
}
