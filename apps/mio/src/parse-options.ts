import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>
>;

/** Options and files of a command. @throws UsageError on what the command does not know */
export function parseOptions<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const [named = ''] = /'[^']+'/.exec(error instanceof Error ? error.message : '') ?? [];
    const option = named.replaceAll("'", '');
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new UsageError(`option inconnue : ${option}.`);
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
      throw new UsageError(`valeur de l’option ${option} absente ou de trop.`);
    throw error;
  }
}

/** One of the words of a closed list. @throws UsageError */
export function oneOf<T extends string>(option: string, given: string, words: readonly T[]): T {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new UsageError(`${option} ${given} : attendu ${words.join(', ')}.`);
  return found;
}

/** The only file that a command takes. @throws UsageError */
export function onlyFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('un fichier, et un seul, est attendu.');
  return file;
}
