import { emptyMailbox, readMailbox, type DemoMail } from '@liaison/region/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MailOpen, RefreshCw } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { formatDateTime } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { Disclosure, Section } from '../../ui/Section.tsx';
import './demo.css';
import { codeIn } from './mailbox.ts';

/** Every mail that the demonstration sent; none left the machine. */
export function Mailbox() {
  const queryClient = useQueryClient();
  const mailbox = useQuery({ ...queryOf(readMailbox, { query: {} }), refetchInterval: 10_000 });
  const empty = useMutation({
    mutationFn: () => callEndpoint(emptyMailbox, {}),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(readMailbox) }),
  });
  return (
    <Section
      title="Mails envoyés"
      aside={
        <span className="demo-acts">
          <Button size="small" icon={<RefreshCw aria-hidden />} onPress={() => void mailbox.refetch()}>
            Relever
          </Button>
          <Button size="small" isPending={empty.isPending} onPress={() => empty.mutate()}>
            Vider la boîte
          </Button>
        </span>
      }
    >
      {mailbox.isPending ? <SkeletonRows count={3} label="Chargement des mails" /> : null}
      {mailbox.isError ? (
        <ErrorState title="La boîte n’a pas pu être lue" onRetry={() => void mailbox.refetch()}>
          {tellError(mailbox.error).title}
        </ErrorState>
      ) : null}
      {mailbox.data?.mails.length === 0 ? (
        <EmptyState icon={MailOpen} title="Aucun mail pour l’instant">
          Les codes de connexion et les notifications envoyés par la plateforme arrivent ici, jamais
          au-dehors.
        </EmptyState>
      ) : null}
      {mailbox.data && mailbox.data.mails.length > 0 ? (
        <DataList label="Mails de la démonstration">
          {mailbox.data.mails.slice(0, 20).map((mail) => (
            <Mail key={mail.id} mail={mail} />
          ))}
        </DataList>
      ) : null}
    </Section>
  );
}

function Mail({ mail }: { mail: DemoMail }) {
  const code = codeIn(mail);
  return (
    <li className="mail">
      <Disclosure title={mail.subject} summary={code ? <code>{code}</code> : null}>
        <p className="mail-text">{mail.text}</p>
      </Disclosure>
      <p className="small quiet">
        {formatDateTime(mail.at)} · à <span className="mono">{mail.to.join(', ')}</span>
      </p>
    </li>
  );
}
