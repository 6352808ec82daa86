import { readDemo } from '@liaison/region/contract';
import { useQuery } from '@tanstack/react-query';
import { FlaskConicalOff } from 'lucide-react';

import { ApiError, type Reply } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { queryOf, tellError } from '../../app/queries.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { DataTable, type TableColumn } from '../../ui/DataList.tsx';
import { Section } from '../../ui/Section.tsx';
import { Mailbox } from './Mailbox.tsx';
import { Simulator } from './Simulator.tsx';

/** What only a demonstration has: a scanner to set off, the mails sent, and who one can be. */
export function DemoPage() {
  const demo = useQuery(queryOf(readDemo, {}));
  if (demo.error instanceof ApiError && demo.error.status === 404) {
    return (
      <Page title="Démonstration">
        <EmptyState icon={FlaskConicalOff} title="Cette plateforme n’est pas une démonstration">
          Le scanner simulé et la boîte de mails n’existent que sur une plateforme de démonstration.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Démonstration" acts={<ButtonLink href="/demo/composants">Composants</ButtonLink>}>
      {demo.isPending ? <SkeletonRows count={4} label="Chargement de la démonstration" /> : null}
      {demo.isError ? (
        <ErrorState title="La démonstration ne répond pas" onRetry={() => void demo.refetch()}>
          {tellError(demo.error).title}
        </ErrorState>
      ) : null}
      {demo.data ? (
        <>
          <Simulator scanners={demo.data.scanners} />
          <Mailbox />
          <Logins demo={demo.data} />
        </>
      ) : null}
    </Page>
  );
}

type Demo = Reply<typeof readDemo>;

const columns: readonly TableColumn<Demo['logins'][number]>[] = [
  { id: 'name', title: 'Personne', cell: (row) => row.displayName },
  { id: 'role', title: 'Rôle', cell: (row) => row.role },
  { id: 'login', title: 'Adresse', cell: (row) => <span className="mono">{row.login}</span> },
];

function Logins({ demo }: { demo: Demo }) {
  return (
    <Section
      title="Comptes"
      aside={
        <span className="quiet">
          Mot de passe commun{'\u00a0'}: <code>{demo.password}</code>
        </span>
      }
    >
      <DataTable
        label="Comptes de démonstration"
        columns={columns}
        rows={demo.logins}
        rowKey={(row) => row.login}
      />
    </Section>
  );
}
