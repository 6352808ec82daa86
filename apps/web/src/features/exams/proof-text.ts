import type { Proof } from '@liaison/retention/contract';
import { formatDate, plural } from '../../ui/french.ts';

/** « Archivage confirmé par CHU_PACS le 20/11/2026 », « …, pour 638 images ». */
export function proofText({ saidBy, at, imageCount, isWhole }: Proof): string {
  const said = `Archivage confirmé par ${saidBy} le ${formatDate(at)}`;
  return isWhole ? said : `${said}, pour ${plural(imageCount, 'image')} seulement`;
}
