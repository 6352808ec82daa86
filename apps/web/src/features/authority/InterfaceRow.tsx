import type { QualifiedInterface } from '@liaison/authority/contract';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { DataRow } from '../../ui/DataList.tsx';
import { formatDate, nbsp } from '../../ui/french.ts';
import { Status } from '../../ui/Status.tsx';

type RowProps = { qualified: QualifiedInterface; acts?: ReactNode };

/** What the public registry says of a product of an editor. */
export function InterfaceRow({ qualified, acts }: RowProps) {
  const { editor, product, version, reads, writes, qualificationId, qualifiedOn, withdrawn } = qualified;
  return (
    <DataRow
      title={
        <>
          {`${product} ${version}`}
          {withdrawn ? (
            <Status tone="urgent" icon={CircleX}>
              Retirée
            </Status>
          ) : (
            <Status tone="success" icon={CircleCheck}>
              Qualifiée
            </Status>
          )}
        </>
      }
      detail={
        <>
          <span>{editor}</span>
          <span>{`lit ${reads.join(', ') || 'aucun message'}`}</span>
          <span>{`écrit ${writes.join(', ') || 'aucun message'}`}</span>
          <span>{`n°${nbsp}${qualificationId}, le ${formatDate(qualifiedOn)}`}</span>
          {withdrawn ? (
            <span className="ui-row-failure">{`Retirée le ${formatDate(withdrawn.at)}${nbsp}: ${withdrawn.reason}`}</span>
          ) : null}
        </>
      }
      acts={acts}
    />
  );
}
