import { wireControls } from './controls.ts';
import { Viewer } from './viewer.ts';
import type { ViewerState } from './viewer-state.ts';
import './viewer.css';

export type MountedViewer = {
  /** To be called when the study changed on the server: new images come in without disturbing what is displayed. */
  readonly update: () => Promise<void>;
  /** Shows another study from its beginning. */
  readonly setStudy: (studyId: string) => void;
  readonly destroy: () => void;
};

export type MountOptions = {
  readonly studyId: string;
  readonly onState?: (state: ViewerState) => void;
  /** Where shortcuts are listened to: `host` unless told, the whole page where the viewer is alone in it. */
  readonly keysFrom?: HTMLElement;
  /** Where the study can be sent from, where nothing beside the viewer leads there. */
  readonly sendHref?: string;
};

/** Puts a viewer in `host`, which must have a size of its own; it is fetching the study when this returns. */
export function mountViewer(host: HTMLElement, options: MountOptions): MountedViewer {
  const mount = (studyId: string): { viewer: Viewer; unwire: () => void } => {
    const viewer = new Viewer(host, studyId, (state) => options.onState?.(state));
    if (options.sendHref !== undefined) viewer.screen.offerSend(options.sendHref);
    return { viewer, unwire: wireControls(options.keysFrom ?? host, viewer) };
  };
  let mounted = mount(options.studyId);
  const unmount = (): void => {
    mounted.unwire();
    mounted.viewer.destroy();
  };
  return {
    update: () => mounted.viewer.update(),
    setStudy: (studyId) => {
      unmount();
      mounted = mount(studyId);
    },
    destroy: unmount,
  };
}
