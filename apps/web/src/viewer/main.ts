import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import { watchStudy } from './live.ts';
import { mountViewer } from './mount-viewer.ts';

/** The study named by the address `/images/:studyId`. */
const studyId = /^\/images\/([^/]+)\/?$/.exec(location.pathname)?.[1] ?? '';
const host = document.querySelector('main') ?? document.body;
const viewer = mountViewer(host, {
  studyId,
  keysFrom: document.body,
  sendHref: `/examens/envois?envoyer=${studyId}`,
});
watchStudy(studyId, () => void viewer.update());
