import { Timer, TimerOff } from 'lucide-react';
import { formatDuration, formatTime } from '../../ui/french.ts';
import { useNow } from '../../ui/RelativeTime.tsx';
import { strokeClock } from './stroke-clock.ts';

/** What is left of the 4 h 30 since "dernière fois vu bien"; nothing where that is unknown. */
export function StrokeClockMark({ lastSeenWellAt }: { lastSeenWellAt: string | null }) {
  const clock = strokeClock(lastSeenWellAt, useNow(5).getTime());
  if (!clock) return null;
  if (clock.kind === 'passed') {
    return (
      <span className="td-clock" data-state="passed">
        <TimerOff aria-hidden />
        <span>
          {'4\u00a0h\u00a030 dépassées depuis '}
          <strong>{formatDuration(clock.sinceMs)}</strong>
        </span>
      </span>
    );
  }
  return (
    <span className="td-clock" data-state={clock.isSoon ? 'soon' : 'running'}>
      <Timer aria-hidden />
      <span>
        {'reste '}
        <strong>{formatDuration(clock.remainingMs)}</strong>
        <span className="quiet">{` jusqu’à ${formatTime(clock.deadline)}`}</span>
      </span>
    </span>
  );
}
