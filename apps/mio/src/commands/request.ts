import { requestCertificate } from '@liaison/mio-authority';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { passphrase } from '../keys/passphrase.ts';
import { parseOptions } from '../parse-options.ts';

export const request: Command = {
  name: 'request',
  summary: 'fait la clé d’un contrôleur et la demande de certificat à envoyer à l’autorité',
  usage: `MIO_PASSPHRASE=… mio request <dossier> --organisation <nom>
Écrit la clé, qui ne quitte pas le dossier, et demande.pem, à envoyer à l’autorité. Elle rend controleur.pem, à mettre à côté.`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, { organisation: { type: 'string' } });
    const [folder, ...more] = positionals;
    const organisation = values.organisation?.trim() ?? '';
    if (folder === undefined || more.length > 0) throw new UsageError('un dossier, et un seul, est attendu.');
    if (organisation === '') throw new UsageError('--organisation manque.');
    const file = requestCertificate(folder, organisation, passphrase());
    terminal.out(
      `Clé faite. Envoyez ${file} à l’autorité, et mettez controleur.pem, qu’elle rendra, dans ${folder}.\n`,
    );
    return exitCodes.ok;
  },
};
