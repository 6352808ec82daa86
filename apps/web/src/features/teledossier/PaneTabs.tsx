import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import '../../ui/Tabs.css';

export type PaneTab<Value extends string> = {
  value: Value;
  label: string;
  icon?: ReactNode;
  mark?: ReactNode;
};

type PaneTabsProps<Value extends string> = {
  label: string;
  /** Prefix of the ids of tabs (`-tab-value`) and panels (`-panel-value`). */
  idPrefix: string;
  tabs: readonly PaneTab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** Tabs whose panels stand elsewhere on the screen: above, on a phone, where the thumb reaches the tabs. */
export function PaneTabs<Value extends string>({
  label,
  idPrefix,
  tabs,
  value,
  onChange,
}: PaneTabsProps<Value>) {
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div
      className="ui-tab-list td-tabs"
      role="tablist"
      aria-label={label}
      ref={list}
      tabIndex={-1}
      onKeyDown={press}
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className="ui-tab"
          id={`${idPrefix}-tab-${tab.value}`}
          data-tab={tab.value}
          data-selected={tab.value === value ? '' : undefined}
          aria-selected={tab.value === value}
          aria-controls={`${idPrefix}-panel-${tab.value}`}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.icon}
          {tab.label}
          {tab.mark}
        </button>
      ))}
    </div>
  );
}
