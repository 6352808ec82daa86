import { exitCodes, UsageError, type Command } from '../command.ts';
import {
  createAuthority,
  issueController,
  renewLists,
  revocationReasons,
  revokeController,
} from '../keys/authority.ts';
import { controllerPassphrase, passphrase } from '../keys/passphrase.ts';
import { isSiret } from '@liaison/mio-control';
import { oneOf, parseOptions } from '../parse-options.ts';

const acts = ['create', 'issue', 'revoke', 'renew'] as const;

export const authority: Command = {
  name: 'authority',
  summary: 'tient une autorité : clés, certificats des contrôleurs, révocations',
  usage: `MIO_PASSPHRASE=… mio authority create <dossier> --name <nom>
MIO_PASSPHRASE=… MIO_CONTROLLER_PASSPHRASE=… mio authority issue <dossier> --organisation <nom> --siret <14 chiffres> --licence <n°> --output <dossier>
MIO_PASSPHRASE=… mio authority revoke <dossier> --serial <n°> --reason <motif>
MIO_PASSPHRASE=… mio authority renew <dossier>
  create    crée la racine, l’autorité et le dossier « confiance », à remettre à chacun
  issue     délivre à une organisation la clé et le certificat de son contrôleur
  revoke    motifs : ${revocationReasons.join(', ')}
  renew     refait les listes de révocations, chaque semaine, avant qu’elles soient périmées`,

  run(args, terminal) {
    const { values, positionals } = parseOptions(args, {
      name: { type: 'string' },
      organisation: { type: 'string' },
      siret: { type: 'string' },
      licence: { type: 'string' },
      output: { type: 'string' },
      serial: { type: 'string' },
      reason: { type: 'string' },
    });
    const [act = '', folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('un dossier, et un seul, est attendu.');
    const need = (name: keyof typeof values) => {
      const value = values[name]?.trim() ?? '';
      if (value === '') throw new UsageError(`--${name} manque.`);
      return value;
    };
    const now = new Date();
    switch (oneOf('authority', act, acts)) {
      case 'create':
        createAuthority(folder, need('name'), passphrase(), now);
        terminal.out(`Autorité créée. Remettez ${folder}/confiance à qui vérifie des messages.\n`);
        return exitCodes.ok;
      case 'issue': {
        const licensee = {
          organisation: need('organisation'),
          siret: need('siret'),
          licence: need('licence'),
        };
        if (!isSiret(licensee.siret)) throw new UsageError(`--siret ${licensee.siret} : ce SIRET est faux.`);
        const phrases = { authority: passphrase(), controller: controllerPassphrase() };
        const serial = issueController(folder, licensee, need('output'), phrases, now);
        terminal.out(`Certificat ${serial} délivré à ${licensee.organisation}, dans ${need('output')}.\n`);
        return exitCodes.ok;
      }
      case 'revoke':
        revokeController(
          folder,
          need('serial'),
          oneOf('--reason', need('reason'), revocationReasons),
          passphrase(),
          now,
        );
        terminal.out(`Certificat ${need('serial')} révoqué. Diffusez la liste de ${folder}/confiance.\n`);
        return exitCodes.ok;
      case 'renew':
        renewLists(folder, passphrase(), now);
        terminal.out(`Listes refaites. Diffusez celles de ${folder}/confiance.\n`);
        return exitCodes.ok;
    }
  },
};
