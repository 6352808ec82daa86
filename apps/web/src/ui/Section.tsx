import { ChevronRight, Circle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components';

import { formatDateTime } from './french.ts';
import { RelativeTime } from './RelativeTime.tsx';
import './Section.css';

export type SectionProps = { title: string; id?: string; aside?: ReactNode; children: ReactNode };

/** A part of a page: a hairline, a title, its content. */
export function Section({ title, id, aside, children }: SectionProps) {
  return (
    <section className="ui-section" id={id} aria-label={title}>
      <div className="ui-section-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export type DisclosureProps = {
  title: string;
  id?: string;
  /** On the right of the title; says in a few words what is inside when it is folded. */
  summary?: ReactNode;
  isExpanded?: boolean;
  isExpandedAtFirst?: boolean;
  onExpandedChange?: (isExpanded: boolean) => void;
  children: ReactNode;
};

/** A part that folds. */
export function Disclosure({
  title,
  id,
  summary,
  isExpandedAtFirst,
  isExpanded,
  onExpandedChange,
  children,
}: DisclosureProps) {
  return (
    <AriaDisclosure
      className="ui-disclosure"
      {...(id ? { id } : {})}
      {...(isExpanded === undefined ? { defaultExpanded: isExpandedAtFirst ?? false } : { isExpanded })}
      {...(onExpandedChange ? { onExpandedChange } : {})}
    >
      <Heading level={2}>
        <Button slot="trigger" className="ui-disclosure-button">
          <ChevronRight aria-hidden />
          {title}
          {summary ? <span className="ui-disclosure-summary">{summary}</span> : null}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="ui-disclosure-body">{children}</div>
      </DisclosurePanel>
    </AriaDisclosure>
  );
}

export type Definition = { term: string; value: ReactNode };

/** Names and values; `stacked` puts each name above its value, in columns. Empty values show a dash. */
export function DefinitionList({
  items,
  layout = 'aligned',
}: {
  items: readonly Definition[];
  layout?: 'aligned' | 'stacked';
}) {
  if (layout === 'stacked') {
    return (
      <dl className="ui-definitions" data-layout="stacked">
        {items.map((item) => (
          <div key={item.term}>
            <dt>{item.term}</dt>
            <dd>{item.value || '–'}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <dl className="ui-definitions">
      {items.flatMap((item) => [
        <dt key={item.term}>{item.term}</dt>,
        <dd key={`${item.term}.value`}>{item.value || '–'}</dd>,
      ])}
    </dl>
  );
}

export type TimelineEntry = {
  id: string;
  at: string;
  icon?: LucideIcon;
  content: ReactNode;
  isNew?: boolean;
};

/** What happened, in the order given, each with its time and its age. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol className="ui-timeline" aria-label={label}>
      {entries.map(({ id, at, icon: Icon = Circle, content, isNew }) => (
        <li className="ui-moment-entry" key={id} data-new={isNew ? '' : undefined}>
          <Icon aria-hidden />
          <div>
            <div>{content}</div>
            <div className="ui-moment-time">
              <span className="tabular">{formatDateTime(at)}</span>
              <RelativeTime at={at} />
              {isNew ? <span className="ui-moment-new">nouveau</span> : null}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
