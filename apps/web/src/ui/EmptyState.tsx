import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button } from './Button.tsx';
import './EmptyState.css';
import { nbsp } from './french.ts';

export type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  /** What would appear here, and when. */
  children: ReactNode;
  acts?: ReactNode;
};

/** Nothing to show: says what would be here, and offers the next act. */
export function EmptyState({ icon: Icon, title, children, acts }: EmptyStateProps) {
  return (
    <div className="ui-empty">
      <Icon aria-hidden />
      <p className="ui-empty-title">{title}</p>
      <p className="ui-empty-text">{children}</p>
      {acts ? <div className="ui-empty-acts">{acts}</div> : null}
    </div>
  );
}

export type ErrorStateProps = {
  title: string;
  /** What happened, in words for the reader. */
  children: ReactNode;
  /** To quote to the support; shown small. */
  reference?: string | null | undefined;
  onRetry?: (() => void) | undefined;
  acts?: ReactNode;
};

/** Something that should be here could not be had. */
export function ErrorState({ title, children, reference, onRetry, acts }: ErrorStateProps) {
  return (
    <div className="ui-empty" data-tone="urgent" role="alert">
      <CircleAlert aria-hidden />
      <p className="ui-empty-title">{title}</p>
      <p className="ui-empty-text">{children}</p>
      <div className="ui-empty-acts">
        {onRetry ? (
          <Button variant="primary" onPress={onRetry}>
            Réessayer
          </Button>
        ) : null}
        {acts}
      </div>
      {reference ? (
        <p className="small quiet">
          Référence à donner à l’assistance{nbsp}: <code>{reference}</code>
        </p>
      ) : null}
    </div>
  );
}
