import type { Awaiting } from '@liaison/imaging/contract';
import type { Retrieval } from '@liaison/pacs/contract';
import { Ban, CircleAlert, CircleCheck, Clock, Download, type LucideIcon, TriangleAlert } from 'lucide-react';

import { countText, plural } from '../../ui/french.ts';
import type { Tone } from '../../ui/Status.tsx';

export type Words = { tone: Tone; icon: LucideIcon; text: string };

/** What fits on a line: « AET refusé », of « AET refusé : le PACS ne connaît pas… ». */
export function shortReason(reason: string): string {
  return reason.split(/[\u00a0 ]:|[.(,]/)[0]?.trim() ?? reason;
}

/** « 120 sur 641 images · récupération depuis CHA_PACS », « AET refusé, 0/641 images », « Incomplet, 638 sur 641 images ». */
export function describeAwaiting(awaiting: Awaiting, imageCount: number): Words {
  const counted = countText(imageCount, awaiting.total);
  switch (awaiting.state) {
    case 'waiting':
      return { tone: 'neutral', icon: Clock, text: `${counted} · en attente de ${awaiting.source}` };
    case 'moving':
      return { tone: 'accent', icon: Download, text: `${counted} · récupération depuis ${awaiting.source}` };
    case 'failed':
      return imageCount > 0
        ? { tone: 'warning', icon: TriangleAlert, text: `Incomplet, ${counted}` }
        : { tone: 'urgent', icon: CircleAlert, text: failedText(awaiting) };
  }
}

function failedText({ reason, total }: Awaiting): string {
  const counted = total === null ? plural(0, 'image') : `0/${plural(total, 'image')}`;
  return `${shortReason(reason)}, ${counted}`;
}

export function describeRetrieval(
  retrieval: Pick<Retrieval, 'state' | 'arrived' | 'total' | 'failure'>,
): Words {
  const counted = countText(retrieval.arrived, retrieval.total);
  switch (retrieval.state) {
    case 'moving':
      return { tone: 'accent', icon: Download, text: `Récupération en cours · ${counted}` };
    case 'done':
      return { tone: 'success', icon: CircleCheck, text: `Récupéré · ${plural(retrieval.arrived, 'image')}` };
    case 'incomplete':
      return { tone: 'warning', icon: TriangleAlert, text: `Incomplet · ${counted}` };
    case 'failed':
      return { tone: 'urgent', icon: CircleAlert, text: `En échec · ${counted}` };
    case 'cancelled':
      return { tone: 'neutral', icon: Ban, text: `Annulé · ${counted}` };
    case 'waiting':
      return retrieval.failure
        ? { tone: 'warning', icon: Clock, text: `Nouvel essai prévu · ${counted}` }
        : { tone: 'neutral', icon: Clock, text: `En attente · ${counted}` };
  }
}
