import { refusalCode, type RefusalCode } from '@liaison/imports/contract';
import { countText, formatBytes, formatDuration, nbsp, plural } from '../../ui/french.ts';
import type { Refusals, SendingProgress } from './messages.ts';

const refusalWords: Readonly<Record<RefusalCode | 'unreadable-here', string>> = {
  'not-dicom': 'pas des fichiers DICOM',
  'no-identifiers': 'identifiants de l’examen absents ou invalides',
  dicomdir: 'index du CD',
  unreadable: 'fichiers abîmés ou incomplets',
  'transfer-syntax': 'compression non acceptée par la plateforme',
  'too-long': 'fichiers trop volumineux (plus de 16 Go)',
  'unreadable-here': 'illisibles sur ce poste\u00a0: support retiré, rayé ou modifié',
};

export function describeRefusals(refusals: Refusals): string[] {
  const codes = [...refusalCode.options, 'unreadable-here'] as const;
  return codes.flatMap((code) => {
    const count = refusals[code] ?? 0;
    return count > 0 ? [`${plural(count, 'fichier')}${nbsp}: ${refusalWords[code]}`] : [];
  });
}

export function countRefusals(refusals: Refusals): number {
  return Object.values(refusals).reduce((sum, count) => sum + count, 0);
}

/** « 212 sur 641 images · 120 Mo sur 312 Mo ». */
export function describeSent(progress: SendingProgress): string {
  const { storedCount, fileCount, storedBytes, byteCount } = progress;
  return `${countText(storedCount, fileCount)} · ${formatBytes(storedBytes)} sur ${formatBytes(byteCount)}`;
}

/** « encore 3 min », or empty before it is known. */
export function describeRemaining({ rate, byteCount, storedBytes }: SendingProgress): string {
  if (!rate || storedBytes >= byteCount) return '';
  return `encore ${formatDuration(((byteCount - storedBytes) / rate) * 1000)} environ`;
}

export function shareSent({ byteCount, storedBytes }: SendingProgress): number {
  return byteCount === 0 ? 1 : storedBytes / byteCount;
}
