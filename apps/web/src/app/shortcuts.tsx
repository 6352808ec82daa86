import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from 'react';

import { Dialog } from '../ui/Dialog.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import './shortcuts.css';

export type Shortcut = {
  /** As `KeyboardEvent.key` gives them, one after the other: `g e`, `j`, `/`. */
  keys: string;
  /** What it does, as a verb, for the list shown by `?`. */
  label: string;
  run: () => void;
};

type Registry = { list: () => readonly Shortcut[]; add: (shortcut: Shortcut) => () => void };

type ShortcutHelp = { showList: () => void };

const HelpContext = createContext<ShortcutHelp>({ showList() {} });

const RegistryContext = createContext<Registry | null>(null);

/** Keys pressed further apart than this do not make one shortcut. */
const pauseMs = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="menu"], [role="listbox"]') !== null
  );
}

/** Hears the keys pressed outside of fields and dialogs, and shows the list of shortcuts on `?`. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [isListShown, setListShown] = useState(false);
  const registry = useMemo(() => createRegistry(), []);
  const help = useMemo(() => ({ showList: () => setListShown(true) }), []);

  useEffect(() => {
    let pressed = '';
    let forgetting: ReturnType<typeof setTimeout> | undefined;
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      clearTimeout(forgetting);
      forgetting = setTimeout(() => (pressed = ''), pauseMs);
      const typed = pressed === '' ? event.key : `${pressed} ${event.key}`;
      const shortcut = registry.list().findLast((each) => each.keys === typed || each.keys === event.key);
      pressed = shortcut ? '' : event.key;
      if (event.key !== '?' && !shortcut) return;
      event.preventDefault();
      if (event.key === '?') setListShown(true);
      else shortcut?.run();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, [registry]);

  return (
    <RegistryContext value={registry}>
      <HelpContext value={help}>{children}</HelpContext>
      <Dialog title="Raccourcis clavier" isOpen={isListShown} onClose={() => setListShown(false)}>
        <dl className="shortcuts">
          {[...registry.list(), { keys: '?', label: 'Afficher cette liste' }].map((each) => (
            <div key={each.keys}>
              <dt>
                <KeyHint keys={each.keys} />
              </dt>
              <dd>{each.label}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </RegistryContext>
  );
}

function createRegistry(): Registry {
  const shortcuts = new Set<Shortcut>();
  return {
    list: () => [...shortcuts],
    add(shortcut) {
      shortcuts.add(shortcut);
      return () => shortcuts.delete(shortcut);
    },
  };
}

/** Opens the list of shortcuts, as `?` does. */
export function useShortcutHelp(): ShortcutHelp {
  return use(HelpContext);
}

/** Gives a shortcut to the screen shown; the latest one wins over the same keys elsewhere. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const registry = use(RegistryContext);
  const act = useEffectEvent(run);
  useEffect(() => registry?.add({ keys, label, run: () => act() }), [keys, label, registry]);
}
