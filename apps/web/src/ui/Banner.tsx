import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import './Banner.css';

export type BannerTone = 'info' | 'success' | 'warning' | 'urgent';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, urgent: CircleAlert };

export type BannerProps = {
  tone: BannerTone;
  title?: string;
  children?: ReactNode;
  acts?: ReactNode;
  /** Read aloud as soon as it appears: for what the reader did not expect. */
  isAnnounced?: boolean;
};

/** One thing to know about the screen, said in the flow of the page. */
export function Banner({ tone, title, children, acts, isAnnounced = false }: BannerProps) {
  const Icon = icons[tone];
  const role = isAnnounced ? (tone === 'urgent' ? 'alert' : 'status') : undefined;
  return (
    <div className="ui-banner" data-tone={tone} role={role}>
      <Icon aria-hidden />
      <div className="ui-banner-text">
        {title ? <p className="ui-banner-title">{title}</p> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {acts ? <div className="ui-banner-acts">{acts}</div> : null}
    </div>
  );
}
