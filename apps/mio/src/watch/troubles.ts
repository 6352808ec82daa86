import type { FileSpaceError, FileSpaceTrouble } from '@liaison/file-space';

const sentences: Readonly<Record<FileSpaceTrouble, string>> = {
  unreachable: 'ce dossier ne répond pas',
  unauthorised: 'l’accès est refusé ; vérifiez les droits sur le dossier',
  'other-host': 'ce n’est pas la machine attendue qui répond',
  'no-room': 'le disque est plein ; libérez de la place',
  'too-large': 'le fichier est trop volumineux',
  missing: 'le fichier n’est plus là',
  'bad-name':
    'ce nom est trop long, ou a des signes que tous les systèmes n’admettent pas ; renommez ce fichier',
  unforeseen: 'le système de fichiers a refusé',
};

/** Why a file, or the whole folder, was left as it is. `what`: its name. */
export function tellTrouble(what: string, { trouble, detail }: FileSpaceError): string {
  return `${what.replaceAll(/\p{Cc}/gu, '\ufffd')} : ${sentences[trouble]}${detail === '' ? '' : ` (${detail})`}. Le dépôt est laissé tel quel.`;
}
