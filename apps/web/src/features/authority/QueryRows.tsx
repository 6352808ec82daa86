import type { UseQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { tellError } from '../../app/queries.ts';
import { DataList } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';

type RowsProps<Row> = {
  label: string;
  query: Pick<UseQueryResult<readonly Row[]>, 'data' | 'error'> & { readonly refetch: () => unknown };
  /** Shown where there is none yet: what would be here. */
  empty: { icon: LucideIcon; title: string; text: string };
  acts?: ReactNode;
  children: (row: Row) => ReactNode;
};

/** A register of the authority: on its way, failed, empty, or its rows. */
export function QueryRows<Row>({ label, query, empty, acts, children }: RowsProps<Row>) {
  if (query.error && !query.data) {
    const { title, reference } = tellError(query.error);
    return (
      <ErrorState
        title="Ce registre n’a pas pu être lu"
        reference={reference}
        onRetry={() => void query.refetch()}
      >
        {title}
      </ErrorState>
    );
  }
  if (!query.data) return <SkeletonRows />;
  if (query.data.length === 0)
    return (
      <EmptyState icon={empty.icon} title={empty.title}>
        {empty.text}
      </EmptyState>
    );
  return (
    <DataList label={label} count={query.data.length} isHeadShown headAside={acts}>
      {query.data.map(children)}
    </DataList>
  );
}
