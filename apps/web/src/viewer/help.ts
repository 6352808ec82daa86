import { el, icon } from './dom.ts';
import { MOUSE_GESTURES, SHORTCUTS, TOUCH_GESTURES } from './keyboard.ts';
import { LETTER_NAMES } from './orientation.ts';
import { NOTICE_FULL } from './words.ts';

/** The sheet of shortcuts, gestures, letters and the regulatory notice. */
export function helpDialog(): HTMLDialogElement {
  const close = el(
    'button',
    { type: 'button', class: 'v-button v-close', 'aria-label': 'Fermer' },
    icon('close'),
  );
  const dialog = el(
    'dialog',
    { class: 'v-help', 'aria-label': 'Aide du visualiseur' },
    el('header', { class: 'v-help-head' }, el('h2', {}, 'Aide du visualiseur'), close),
    el(
      'div',
      { class: 'v-help-columns' },
      section('v-help-keys', 'Clavier', SHORTCUTS),
      el(
        'div',
        {},
        section('v-help-mouse', 'Souris', MOUSE_GESTURES),
        section('v-help-touch', 'Écran tactile', TOUCH_GESTURES),
        section('v-help-letters', 'Lettres d’orientation', Object.entries(LETTER_NAMES)),
      ),
    ),
    el('p', { class: 'v-help-notice' }, NOTICE_FULL),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;
}

function section(
  className: string,
  title: string,
  rows: readonly (readonly [string, string])[],
): HTMLElement {
  const list = el('dl', {}, ...rows.flatMap(([keys, act]) => [el('dt', {}, keys), el('dd', {}, act)]));
  return el('section', { class: className }, el('h3', {}, title), list);
}
