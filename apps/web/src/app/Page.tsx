import { type ReactNode, useEffect } from 'react';

import './Page.css';

/** Names the browser's tab; never with a patient's name, which would stay in the history. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Liaison`;
  }, [title]);
}

export type PageProps = {
  title: string;
  /** Beside the title: a count. */
  titleAside?: ReactNode;
  /** On the right: the acts of the page. */
  acts?: ReactNode;
  width?: 'full' | 'reading';
  children: ReactNode;
};

/** An ordinary page: its title, its acts, its content. Screens with panes of their own only use `usePageTitle`. */
export function Page({ title, titleAside, acts, width = 'full', children }: PageProps) {
  usePageTitle(title);
  return (
    <div className="page" data-width={width}>
      <div className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {titleAside}
        </div>
        {acts}
      </div>
      {children}
    </div>
  );
}
