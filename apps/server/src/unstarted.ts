const hints: Readonly<Record<string, string>> = {
  EACCES: 'ce port demande des droits que Liaison n’a pas : choisissez-en un autre',
  ECONNREFUSED: 'la base de données ne répond pas à l’adresse de DATABASE_URL',
  ENOTFOUND: 'le nom de machine de DATABASE_URL est inconnu',
  '28P01': 'la base de données refuse le mot de passe de DATABASE_URL',
  '28000': 'la base de données refuse le rôle de DATABASE_URL',
  '3D000': 'la base que nomme DATABASE_URL n’existe pas',
};

/** Says in French why this process does not start, and ends it. */
export function endUnstarted(error: unknown): never {
  process.stderr.write(`Liaison ne démarre pas : ${describeUnstarted(error)}.\n`);
  process.exit(1);
}

export function describeUnstarted(error: unknown): string {
  if (!(error instanceof Error)) return 'erreur inconnue';
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE' && 'port' in error) {
    return (
      `le port ${String(error.port)} est déjà pris ; arrêtez le programme qui l’occupe, ou changez LIAISON_HTTP_PORT, ` +
      'LIAISON_OPS_PORT ou LIAISON_DICOM_PORT'
    );
  }
  return hints[code] ?? error.message;
}
