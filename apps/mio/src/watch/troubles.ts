import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSafeName, isUnfinished, type FileSpaceError, type FileSpaceTrouble } from '@liaison/file-space';

const badName =
  'ce nom est trop long, ou a des signes que tous les systèmes n’admettent pas ; renommez ce fichier';

const sentences: Readonly<Record<FileSpaceTrouble, string>> = {
  unreachable: 'ce dossier ne répond pas',
  unauthorised: 'l’accès est refusé ; vérifiez les droits sur le dossier',
  'other-host': 'ce n’est pas la machine attendue qui répond',
  'no-room': 'le disque est plein ; libérez de la place',
  'too-large': 'le fichier est trop volumineux',
  missing: 'le fichier n’est plus là',
  'bad-name': badName,
  unforeseen: 'le système de fichiers a refusé',
};

/** Why a file, or the whole folder, was left as it is. `what`: its name. */
export function tellTrouble(what: string, { trouble, detail }: FileSpaceError): string {
  return `${what} : ${sentences[trouble]}${detail === '' ? '' : ` (${detail})`}. Le dépôt est laissé tel quel.`;
}

export function tellMisnamed(name: string): string {
  return `${name.replaceAll(/\p{Cc}/gu, '\ufffd')} : ${badName}. Le dépôt est laissé tel quel.`;
}

/** Names of files in `depot` that no folder of exchanges shows, for what they are called. */
export async function listMisnamed(root: string): Promise<string[]> {
  // A share that went away meanwhile is told by the next look.
  const found = await readdir(join(root, 'depot'), { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isFile() && !isUnfinished(entry.name) && !isSafeName(entry.name))
    .map(({ name }) => name);
}
