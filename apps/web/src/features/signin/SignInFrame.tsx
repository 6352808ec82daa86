import type { ReactNode } from 'react';

import { Link } from '../../ui/Link.tsx';
import './signin.css';

/** The page before the session: the name, one thing to do, and on the side what the demonstration adds. */
export function SignInFrame({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <main className="signin" data-aside={aside ? '' : undefined}>
      <div className="signin-main">
        <p className="signin-brand">
          <img src="/icon.svg" alt="" width="40" height="40" />
          Liaison
        </p>
        {children}
        <p className="small">
          <Link href="/mio">Messages des marchés (MIO) : clauses, documents de référence</Link>
        </p>
      </div>
      {aside}
    </main>
  );
}
