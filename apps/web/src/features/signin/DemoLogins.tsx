import { readDemo } from '@liaison/region/contract';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Button } from 'react-aria-components';

import type { Reply } from '../../app/api.ts';
import { queryOf } from '../../app/queries.ts';
import { Link } from '../../ui/Link.tsx';

export type Demo = Reply<typeof readDemo>;

/** What the demonstration offers; null anywhere else, where the server has nothing at this address. */
export function useDemo(): Demo | null {
  const { data } = useQuery({ ...queryOf(readDemo, {}), retry: false, staleTime: Infinity });
  return data ?? null;
}

type DemoLoginsProps = { logins: Demo['logins']; onPick: (login: string) => void };

export function DemoLogins({ logins, onPick }: DemoLoginsProps) {
  return (
    <aside className="signin-demo" aria-labelledby="demo-logins">
      <h2 id="demo-logins">Comptes de démonstration</h2>
      <p className="small quiet">
        Patients, soignants et établissements sont fictifs. Un clic remplit le formulaire.
      </p>
      <ul>
        {logins.map((each) => (
          <li key={each.login}>
            <Button className="signin-context" onPress={() => onPick(each.login)}>
              <ArrowLeft aria-hidden />
              <span>
                <strong>{each.displayName}</strong>
                <span className="small quiet">{each.role}</span>
                <span className="mono small quiet">{each.login}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p>
        <Link href="/demo">Scanner simulé et mails envoyés</Link>
      </p>
    </aside>
  );
}
