import {
  createAuthority,
  entrustAuthority,
  issueController,
  renewLists,
  revocationReasons,
  revokeController,
  rotateUpdateKeys,
  rotations,
} from '@liaison/mio-authority';
import { isSiret } from '@liaison/mio-control';
import { renderQualificationHtml, renderQualificationText, sides } from '@liaison/mio-qualification';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { writeFile } from '../files.ts';
import { controllerPassphrase, holderPassphrase, passphrase } from '../keys/passphrase.ts';
import { oneOf, parseOptions } from '../parse-options.ts';
import { giveChallenge, judgeAnswers } from '../qualification/challenges.ts';
import { readInterface } from '../qualification/read-exchanged.ts';

const acts = ['create', 'issue', 'revoke', 'renew', 'entrust', 'rotate', 'challenge', 'qualify'] as const;
type Act = (typeof acts)[number];

/** What an act is given: the authority's folder, the options that it asks for, and the day. */
type Given = { readonly folder: string; readonly need: (name: OptionName) => string; readonly now: Date };
/** What an act tells, and whether it answers no. */
type Told = string | { readonly told: string; readonly isRefused: boolean };

const options = {
  name: { type: 'string' },
  organisation: { type: 'string' },
  siret: { type: 'string' },
  licence: { type: 'string' },
  output: { type: 'string' },
  serial: { type: 'string' },
  reason: { type: 'string' },
  keys: { type: 'string' },
  side: { type: 'string' },
  editor: { type: 'string' },
  product: { type: 'string' },
  version: { type: 'string' },
  answers: { type: 'string' },
  report: { type: 'string' },
} as const;
type OptionName = keyof typeof options;

const perform: Readonly<Record<Act, (given: Given) => Told | Promise<Told>>> = {
  create({ folder, need, now }) {
    createAuthority(folder, need('name'), phrases(), now);
    return `Autorité créée. Remettez ${folder}/confiance à qui vérifie des messages ou prend des mises à jour.`;
  },
  issue({ folder, need, now }) {
    const licensee = { organisation: need('organisation'), siret: need('siret'), licence: need('licence') };
    if (!isSiret(licensee.siret)) throw new UsageError(`--siret ${licensee.siret} : ce SIRET est faux.`);
    const opening = { authority: passphrase(), controller: controllerPassphrase() };
    const serial = issueController(folder, licensee, need('output'), opening, now);
    return `Certificat ${serial} délivré à ${licensee.organisation}, dans ${need('output')}.`;
  },
  revoke({ folder, need, now }) {
    const reason = oneOf('--reason', need('reason'), revocationReasons);
    revokeController(folder, need('serial'), reason, passphrase(), now);
    return `Certificat ${need('serial')} révoqué. Diffusez la liste de ${folder}/confiance.`;
  },
  renew({ folder, now }) {
    renewLists(folder, passphrase(), now);
    return `Listes refaites. Diffusez celles de ${folder}/confiance.`;
  },
  entrust({ folder, need, now }) {
    entrustAuthority(folder, need('output'), now);
    return `Portez ${need('output')} sur le serveur, et lui seul. Désormais, délivrez et révoquez depuis ses pages.`;
  },
  rotate({ folder, need, now }) {
    const rotation = oneOf('--keys', need('keys'), rotations);
    rotateUpdateKeys(folder, rotation, need('output'), phrases(), now);
    return `Clés changées (${rotation}). Refaites « entrust » vers le serveur, puis publiez-y ${need('output')}.`;
  },
  async challenge({ folder, need, now }) {
    const named = { editor: need('editor'), product: need('product'), version: need('version') };
    const whose = readInterface(named);
    await giveChallenge(folder, { side: oneOf('--side', need('side'), sides), whose }, need('output'), now);
    return `Remettez ${need('output')} à l’éditeur ; le dossier de l’autorité garde de quoi juger ses réponses.`;
  },
  qualify({ folder, need, now }) {
    const report = judgeAnswers(folder, need('answers'), need('output'), passphrase(), now);
    writeFile(need('report'), renderQualificationHtml(report));
    const isRefused = report.verdict !== 'QUALIFIEE';
    const next = isRefused
      ? 'Aucune attestation n’est délivrée.'
      : `Attestation délivrée : ${need('output')}.`;
    return { told: `${renderQualificationText(report)}${next}`, isRefused };
  },
};

export const authority: Command = {
  name: 'authority',
  summary: 'tient une autorité : clés, certificats des contrôleurs, révocations',
  usage: `MIO_PASSPHRASE=… mio authority create <dossier> --name <nom>
MIO_PASSPHRASE=… MIO_CONTROLLER_PASSPHRASE=… mio authority issue <dossier> --organisation <nom> --siret <14 chiffres> --licence <n°> --output <dossier>
MIO_PASSPHRASE=… mio authority revoke <dossier> --serial <n°> --reason <motif>
MIO_PASSPHRASE=… mio authority renew <dossier>
mio authority entrust <dossier> --output <dossier du serveur>
mio authority challenge <dossier> --side <côté> --editor <nom> --product <nom> --version <n°> --output <défi.json>
MIO_PASSPHRASE=… mio authority qualify <dossier> --answers <réponses.json> --output <attestation.jws> --report <rapport.html>
MIO_PASSPHRASE=… mio authority rotate <dossier> --keys <clés> --output <lot.zip>
  create    crée la racine, l’autorité, les clés des mises à jour et le dossier « confiance », à remettre à chacun
  issue     délivre à une organisation la clé et le certificat de son contrôleur
  revoke    motifs : ${revocationReasons.join(', ')}
  renew     refait les listes de révocations, chaque semaine, avant qu’elles soient périmées
  entrust   confie l’autorité à un serveur : les clés dont il a besoin, et elles seules
  challenge tire un défi de qualification pour une interface (${sides.join(' ou ')}), qu’il nomme : elle seule peut y répondre
  qualify   juge les réponses à un défi et, si tout est tenu, délivre l’attestation
  rotate    change des clés (${rotations.join(', ')}) et signe le lot de confiance qui l’annonce
Les trois clés de confiance s’ouvrent par MIO_TRUST_PASSPHRASE_1, _2 et _3, ou à défaut par MIO_PASSPHRASE.`,

  async run(args, terminal) {
    const { values, positionals } = parseOptions(args, options);
    const [act = '', folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError('un dossier, et un seul, est attendu.');
    const need = (name: OptionName) => {
      const value = values[name]?.trim() ?? '';
      if (value === '') throw new UsageError(`--${name} manque.`);
      return value;
    };
    const done = await perform[oneOf('authority', act, acts)]({ folder, need, now: new Date() });
    const { told, isRefused } = typeof done === 'string' ? { told: done, isRefused: false } : done;
    terminal.out(`${told}\n`);
    return isRefused ? exitCodes.refused : exitCodes.ok;
  },
};

function phrases() {
  return { authority: passphrase(), holder: holderPassphrase };
}
