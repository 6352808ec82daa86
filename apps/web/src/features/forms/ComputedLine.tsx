import { frenchDuration } from '@liaison/forms/contract';
import type { Computed, FieldOf } from '@liaison/forms/contract';
import { CircleCheck, Timer, TriangleAlert } from 'lucide-react';
import { formatShortDateTime } from '../../ui/french.ts';

/** A delay or a deadline that follows from the times; arithmetic, never a verdict. Nothing until it can be computed. */
export function ComputedLine({
  field,
  computed,
}: {
  field: FieldOf<'delay' | 'countdown'>;
  computed: Computed | undefined;
}) {
  if (computed?.kind === 'delay') {
    return (
      <p className="form-computed" data-state={computed.withinTarget === false ? 'over' : 'fine'}>
        {computed.withinTarget === null ? (
          <Timer aria-hidden />
        ) : computed.withinTarget ? (
          <CircleCheck aria-hidden />
        ) : (
          <TriangleAlert aria-hidden />
        )}
        <span>{field.label}</span>
        <output>{frenchDuration(computed.minutes)}</output>
        {computed.targetMinutes === null ? null : (
          <span className="quiet">{`cible\u00a0≤\u00a0${frenchDuration(computed.targetMinutes)}`}</span>
        )}
      </p>
    );
  }
  if (computed?.kind === 'countdown') {
    const isPast = computed.remainingMinutes < 0;
    return (
      <p className="form-computed" data-state={isPast ? 'over' : 'fine'}>
        <Timer aria-hidden />
        <span>{field.label}</span>
        <output>{formatShortDateTime(computed.deadline)}</output>
        <span className={isPast ? undefined : 'quiet'}>
          {isPast
            ? `dépassée depuis ${frenchDuration(-computed.remainingMinutes)}`
            : `reste ${frenchDuration(computed.remainingMinutes)}`}
        </span>
      </p>
    );
  }
  return null;
}
