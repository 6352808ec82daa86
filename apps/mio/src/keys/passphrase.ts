import type { Holder } from '@liaison/mio-authority';
import { UsageError } from '../command.ts';

const shortest = 12;

/** What opens private keys: of the environment, so that it stands in no command line. @throws UsageError */
export function passphrase(): string {
  return phraseIn('MIO_PASSPHRASE', 'la phrase secrète des clés');
}

/** What will open the key that a licensee is given: never the authority's own, which he must not know. @throws UsageError */
export function controllerPassphrase(): string {
  const given = phraseIn('MIO_CONTROLLER_PASSPHRASE', 'la phrase secrète de la clé à remettre');
  if (given === process.env['MIO_PASSPHRASE'])
    throw new UsageError(
      'MIO_CONTROLLER_PASSPHRASE est celle de l’autorité : choisissez-en une autre, que vous remettrez avec la clé.',
    );
  return given;
}

/** What opens the key of a holder of trust: his own where he set one, else the authority's. @throws UsageError */
export function holderPassphrase(holder: Holder): string {
  const variable = `MIO_TRUST_PASSPHRASE_${holder}`;
  return process.env[variable] === undefined
    ? passphrase()
    : phraseIn(variable, `la phrase secrète du porteur ${holder}`);
}

function phraseIn(variable: string, what: string): string {
  const given = process.env[variable] ?? '';
  if (given.length < shortest)
    throw new UsageError(`mettez dans la variable ${variable} ${what}, de ${shortest} caractères au moins.`);
  return given;
}
