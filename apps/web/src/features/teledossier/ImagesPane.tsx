import { useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../ui/EmptyState.tsx';
import type { MountedViewer } from '../../viewer/mount-viewer.ts';

type ImagesPaneProps = {
  studyId: string;
  /** Grows whenever the server says that the study changed: new images then come in by themselves. */
  changeCount: number;
};

/** The images of a study inside a screen; the viewer itself knows nothing of React and is loaded apart. */
export function ImagesPane({ studyId, changeCount }: ImagesPaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const viewer = useRef<MountedViewer | null>(null);
  const shown = useRef(studyId);
  const [attempt, setAttempt] = useState(0);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    let isLeft = false;
    const mount = async () => {
      try {
        const { mountViewer } = await import('../../viewer/mount-viewer.ts');
        if (!isLeft && host.current) viewer.current = mountViewer(host.current, { studyId: shown.current });
      } catch {
        setFailed(true);
      }
    };
    void mount();
    return () => {
      isLeft = true;
      viewer.current?.destroy();
      viewer.current = null;
    };
  }, [attempt]);

  useEffect(() => {
    if (shown.current === studyId) return;
    shown.current = studyId;
    viewer.current?.setStudy(studyId);
  }, [studyId]);

  useEffect(() => {
    if (changeCount > 0) void viewer.current?.update();
  }, [changeCount]);

  if (hasFailed) {
    const retry = () => {
      setFailed(false);
      setAttempt((before) => before + 1);
    };
    return (
      <ErrorState title="Le visualiseur n’a pas pu se charger" onRetry={retry}>
        Vérifiez le réseau, puis réessayez.
      </ErrorState>
    );
  }
  return <div ref={host} className="td-viewer" />;
}
