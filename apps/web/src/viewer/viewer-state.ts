import type { StudySummary } from '@liaison/imaging/contract';
import { activeStack, indexOf } from './stack.ts';
import type { Session } from './stack.ts';

/** What a host may show about the viewer. */
export type ViewerState = {
  readonly phase: 'loading' | 'ready' | 'empty' | 'refused' | 'unreachable';
  readonly seriesUid: string | null;
  /** Wanted slice from 0, among `count`. */
  readonly index: number;
  readonly count: number;
  readonly imageCount: number;
  readonly arrival: StudySummary['arrival'] | null;
};

/** The state of a viewer; `session` is null while nothing of the study is known, or may be. */
export function viewerState(phase: ViewerState['phase'], session: Session | null): ViewerState {
  if (session === null) return { phase, seriesUid: null, index: 0, count: 0, imageCount: 0, arrival: null };
  const { study } = session.manifest;
  return {
    phase,
    seriesUid: session.seriesUid,
    index: indexOf(session),
    count: activeStack(session).length,
    imageCount: study.imageCount,
    arrival: study.arrival,
  };
}
