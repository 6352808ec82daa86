import type { ReactNode } from 'react';

import { Button } from './Button.tsx';
import './DataList.css';
import { formatNumber } from './french.ts';

export type DataListProps = {
  /** Name of the list, read aloud; shown when `isHeadShown`. */
  label: string;
  /** Shown beside the label. */
  count?: number;
  isHeadShown?: boolean;
  /** On the right of the head. */
  headAside?: ReactNode;
  /** DataRow elements. */
  children: ReactNode;
};

/** Rows of two lines under a sticky head. */
export function DataList({ label, count, isHeadShown, headAside, children }: DataListProps) {
  return (
    <section aria-label={label}>
      {isHeadShown ? (
        <div className="ui-list-head">
          <h2>{label}</h2>
          {count === undefined ? null : <span className="quiet tabular">{formatNumber(count)}</span>}
          {headAside}
        </div>
      ) : null}
      <ul className="ui-list">{children}</ul>
    </section>
  );
}

/** What narrows a list, above it. */
export function ListFilters({ children }: { children: ReactNode }) {
  return <div className="ui-list-filters ui-swiped-chips">{children}</div>;
}

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };

/** Below a list that has more rows than it shows. */
export function MoreRows({ pages, children }: { pages: Pages; children: string }) {
  if (!pages.hasNextPage) return null;
  return (
    <div className="ui-list-more">
      <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
        {children}
      </Button>
    </div>
  );
}

export type DataRowProps = {
  /** Urgency mark, icon or thumbnail on the left. */
  lead?: ReactNode;
  /** First line. With `isPressable`, its first Link takes the press of the whole row. */
  title: ReactNode;
  /** Second line, quiet. */
  detail?: ReactNode;
  /** On the right, before the acts; goes under the text on a phone. */
  aside?: ReactNode;
  /** One button, and a menu for all others. */
  acts?: ReactNode;
  tone?: 'urgent' | 'accent';
  isPressable?: boolean;
  /** Shown in the preview beside the list. */
  isSelected?: boolean;
  /** Where the j and k keys are. */
  isActive?: boolean;
  /** To scroll to it or focus it. */
  id?: string;
};

export function DataRow({
  lead,
  title,
  detail,
  aside,
  acts,
  tone,
  isPressable,
  isSelected,
  isActive,
  id,
}: DataRowProps) {
  return (
    <li
      className="ui-row"
      id={id}
      data-tone={tone}
      data-pressable={isPressable ? '' : undefined}
      data-selected={isSelected ? '' : undefined}
      data-active={isActive ? '' : undefined}
    >
      {lead ? <div className="ui-row-lead">{lead}</div> : null}
      <div className="ui-row-main">
        <div className="ui-row-title">{title}</div>
        {detail ? <div className="ui-row-detail">{detail}</div> : null}
      </div>
      {aside ? <div className="ui-row-aside">{aside}</div> : null}
      {acts ? <div className="ui-row-acts">{acts}</div> : null}
    </li>
  );
}

export type TableColumn<Row> = {
  id: string;
  title: string;
  align?: 'start' | 'end';
  cell: (row: Row) => ReactNode;
};

export type DataTableProps<Row> = {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
};

/** Values to compare column by column; the first column names its row. */
export function DataTable<Row>({ label, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <table className="ui-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" data-align={column.align}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.id} data-align={column.align}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
