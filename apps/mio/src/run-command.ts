import { KeyFolderError } from '@liaison/mio-authority';
import { SdkError } from '@liaison/mio-sdk';
import { exitCodes, FileError, UsageError, type Command, type ExitCode, type Terminal } from './command.ts';

/** Finds the command and runs it; what it throws becomes a sentence and an exit code. */
export async function runCommand(
  commands: readonly Command[],
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(describeCommands(commands));
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command = commands.find((known) => known.name === name);
  if (!command) {
    terminal.err(`Commande inconnue : ${name}.\n\n${describeCommands(commands)}`);
    return exitCodes.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.out(`${command.usage}\n`);
    return exitCodes.ok;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`mio ${name} : ${error.message}\n\n${command.usage}\n`);
      return exitCodes.usage;
    }
    if (error instanceof FileError || (error instanceof SdkError && error.code === 'sdk/file')) {
      terminal.err(`mio ${name} : ${error.message}\n`);
      return exitCodes.file;
    }
    if (error instanceof KeyFolderError) {
      terminal.err(`mio ${name} : ${error.message}\n`);
      return error.reason === 'unasked' ? exitCodes.usage : exitCodes.file;
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`mio ${name} : erreur imprévue du programme.\n${told}\n`);
    return exitCodes.fault;
  }
}

function describeCommands(commands: readonly Command[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`);
  return [
    'mio : contrôler, convertir, certifier et vérifier les messages MIO des marchés hospitaliers.',
    '',
    'Commandes :',
    ...lines,
    '',
    '« mio <commande> --help » dit tout d’une commande.',
    'Code de sortie : 0 conforme, 1 non conforme, 2 commande mal formée, 3 fichier illisible ou non écrit, 4 erreur du programme.',
    '',
  ].join('\n');
}
