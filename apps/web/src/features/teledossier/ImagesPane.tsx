import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ErrorState } from '../../ui/EmptyState.tsx';
import type { MountedViewer } from '../../viewer/mount-viewer.ts';

type ImagesPaneProps = {
  studyId: string;
  /** Grows whenever the server says that the study changed: new images then come in by themselves. */
  changeCount: number;
};

/** The images of a study inside a screen; the viewer itself knows nothing of React and is loaded apart. */
export function ImagesPane(props: ImagesPaneProps) {
  const [attempt, setAttempt] = useState(0);
  const [failedAttempt, setFailedAttempt] = useState<number | null>(null);
  if (failedAttempt === attempt) {
    return (
      <ErrorState title="Le visualiseur n’a pas pu se charger" onRetry={() => setAttempt(attempt + 1)}>
        Vérifiez le réseau, puis réessayez.
      </ErrorState>
    );
  }
  return <ViewerHost key={attempt} {...props} onFailure={() => setFailedAttempt(attempt)} />;
}

function ViewerHost({ studyId, changeCount, onFailure }: ImagesPaneProps & { onFailure: () => void }) {
  const host = useRef<HTMLDivElement>(null);
  const viewer = useRef<MountedViewer | null>(null);
  const shown = useRef(studyId);
  const fail = useEffectEvent(onFailure);

  useEffect(() => {
    let isLeft = false;
    const mount = async () => {
      try {
        const { mountViewer } = await import('../../viewer/mount-viewer.ts');
        if (!isLeft && host.current) viewer.current = mountViewer(host.current, { studyId: shown.current });
      } catch {
        if (!isLeft) fail();
      }
    };
    void mount();
    return () => {
      isLeft = true;
      viewer.current?.destroy();
      viewer.current = null;
    };
  }, []);

  useEffect(() => {
    if (shown.current === studyId) return;
    shown.current = studyId;
    viewer.current?.setStudy(studyId);
  }, [studyId]);

  useEffect(() => {
    if (changeCount > 0) void viewer.current?.update();
  }, [changeCount]);

  return <div ref={host} className="td-viewer" />;
}
