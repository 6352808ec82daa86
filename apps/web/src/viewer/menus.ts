import { el, icon } from './dom.ts';
import type { IconName } from './dom.ts';

type Menu = {
  readonly panel: HTMLElement;
  readonly icon: IconName;
  readonly name: string;
  /** Its name in a wide bar, beside the tools. */
  readonly wideName?: string;
  readonly className: string;
};

/**
 * Buttons that open the panels which the width of the viewer leaves no room to show in line: one at a time, closed by its
 * button, Escape, or a press elsewhere. Gives back the bar of buttons.
 */
export function menuBar(root: HTMLElement, menus: readonly Menu[], signal: AbortSignal): HTMLElement {
  const buttons = new Map<HTMLElement, HTMLButtonElement>();
  const open = (wanted: HTMLElement | null): void => {
    for (const [panel, button] of buttons) {
      panel.classList.toggle('v-open', panel === wanted);
      button.setAttribute('aria-expanded', String(panel === wanted));
    }
  };
  for (const menu of menus) {
    const button = el(
      'button',
      {
        type: 'button',
        class: `v-button v-menu ${menu.className}`,
        'aria-controls': menu.panel.id,
        'aria-expanded': 'false',
      },
      icon(menu.icon),
      el('span', { class: 'v-label v-phone-only' }, menu.name),
      el('span', { class: 'v-label v-wide-only' }, menu.wideName ?? menu.name),
    );
    button.addEventListener('click', () => open(menu.panel.classList.contains('v-open') ? null : menu.panel));
    buttons.set(menu.panel, button);
  }
  root.addEventListener(
    'pointerdown',
    ({ target }) => {
      const isInside = target instanceof Element && target.closest('.v-panel, .v-menu') !== null;
      if (!isInside) open(null);
    },
    { signal },
  );
  root.addEventListener(
    'keydown',
    (event) => {
      const shown = [...buttons].find(([panel]) => panel.classList.contains('v-open'));
      if (event.key !== 'Escape' || shown === undefined) return;
      open(null);
      shown[1].focus();
    },
    { signal },
  );
  root.addEventListener(
    'click',
    ({ target }) => {
      // A pick closes the panel; the tools of a window, which one tries in turn, stay.
      if (
        target instanceof Element &&
        target.closest('.v-series-button, .v-tools .v-button, .v-acts .v-button') !== null
      )
        open(null);
    },
    { signal },
  );
  return el('div', { class: 'v-menus' }, ...buttons.values());
}
