import { UsageError } from '../command.ts';

/** What opens private keys: of the environment, so that it stands in no command line. @throws UsageError */
export function passphrase(): string {
  const given = process.env['MIO_PASSPHRASE'] ?? '';
  if (given.length < 12)
    throw new UsageError(
      'mettez dans la variable MIO_PASSPHRASE la phrase secrète des clés, de 12 caractères au moins.',
    );
  return given;
}
