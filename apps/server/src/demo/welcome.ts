import type { Config } from '@liaison/config';
import { demoRegion } from '@liaison/region';

/** What someone who has just started the demonstration wants to read. */
export function printWelcome(config: Config): void {
  const logins = demoRegion.people.flatMap((person) =>
    person.role ? [`    ${person.email.padEnd(28)}${person.role}`] : [],
  );
  process.stdout.write(
    [
      '',
      '  Liaison est prêt (démonstration : tout y est fictif).',
      '',
      `  Application     ${config.publicUrl}`,
      `  Démonstration   ${config.publicUrl}/demo   (scanner simulé, boîte aux lettres)`,
      `  DICOM           ${config.aeTitle}@${config.dicomListen}:${config.dicomPort}`,
      `  Exploitation    http://${config.opsListen}:${config.opsPort}/metrics`,
      '',
      `  Connexions, mot de passe « ${config.demoPassword} », code dans la boîte aux lettres :`,
      ...logins,
      '',
      '  Ctrl-C pour arrêter.',
      '',
      '',
    ].join('\n'),
  );
}
