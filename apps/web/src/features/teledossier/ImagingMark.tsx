import type { DossierRow } from '@liaison/teledossier/contract';
import { arrivalMarks, imagingText } from './words.ts';

/** `CT 83 images · réception en cours` under a small bar that moves while images arrive: nobody knows the total. */
export function ImagingMark({ studyCount, modalities, imageCount, arrival }: DossierRow['imaging']) {
  if (studyCount === 0) return <span className="td-imaging">sans examen</span>;
  const { icon: Icon, tone } = arrivalMarks[arrival];
  return (
    <span className="td-imaging" data-arrival={arrival} data-tone={tone}>
      <span>
        {arrival === 'stalled' ? <Icon aria-hidden /> : null}
        {imagingText(modalities, imageCount, arrival)}
      </span>
      <span className="td-imaging-bar" aria-hidden />
    </span>
  );
}
