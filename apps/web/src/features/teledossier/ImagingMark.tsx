import type { ImagingLine } from '@liaison/imaging/contract';
import type { CSSProperties } from 'react';
import { imagingMark, imagingText } from './words.ts';

type WithShare = CSSProperties & { '--share'?: string };

/**
 * `CT 83 images · réception en cours` over a small bar: how far a retrieval is where the PACS said how many images there
 * are, else a bar that moves while images come.
 */
export function ImagingMark(line: ImagingLine) {
  if (line.studyCount === 0) return <span className="td-imaging">sans examen</span>;
  const { icon: Icon, tone } = imagingMark(line);
  const style: WithShare = { '--share': `${Math.round(shareOf(line) * 100)}%` };
  return (
    <span className="td-imaging" data-tone={tone}>
      <span>
        {tone === 'warning' || tone === 'urgent' ? <Icon aria-hidden /> : null}
        {imagingText(line)}
      </span>
      <span className="td-imaging-bar" data-course={courseOf(line)} style={style} aria-hidden />
    </span>
  );
}

/** What the bar shows: nothing, a movement, a share, or that it stopped. */
function courseOf({ arrival, awaiting }: ImagingLine): 'none' | 'moving' | 'share' | 'stopped' {
  if (awaiting?.state === 'failed' || arrival === 'stalled') return 'stopped';
  if (awaiting) return awaiting.total === null ? 'moving' : 'share';
  return arrival === 'receiving' ? 'moving' : 'none';
}

function shareOf({ awaiting, imageCount }: ImagingLine): number {
  return awaiting?.total ? Math.min(1, imageCount / awaiting.total) : 0;
}
