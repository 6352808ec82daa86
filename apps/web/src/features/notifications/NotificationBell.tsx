import { listNotifications, markNotificationsRead, type Notification } from '@liaison/notifications/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Bell,
  CheckCheck,
  CircleAlert,
  FileCheck,
  FilePlus,
  FileX,
  Hand,
  type LucideIcon,
  MessageCircleQuestion,
} from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { Link } from '../../ui/Link.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { plural } from '../../ui/french.ts';
import { Count } from '../../ui/Status.tsx';
import './NotificationBell.css';

const icons: Record<Notification['kind'], LucideIcon> = {
  'dossier-received': FilePlus,
  'complement-received': FilePlus,
  'answer-received': FileCheck,
  'information-requested': MessageCircleQuestion,
  'dossier-refused': FileX,
  'dossier-taken': Hand,
};

/** The part of the télédossier where the news is read, named in the address; the request itself when none. */
const whereRead: Partial<Record<Notification['kind'], string>> = {
  'complement-received': '#fil',
  'information-requested': '#fil',
  'answer-received': '#reponse',
};

/** What is new for me, wherever I am. */
export function NotificationBell() {
  const { user } = useSession();
  const queryClient = useQueryClient();
  const list = useNotifications();
  useLive([`user:${user.id}`], () => queryClient.invalidateQueries({ queryKey: keyOf(listNotifications) }));

  const unreadCount = list.data?.unreadCount ?? 0;
  const label =
    unreadCount === 0 ? 'Notifications' : `Notifications, ${plural(unreadCount, 'non lue', 'non lues')}`;
  return (
    <Popover
      label="Notifications"
      trigger={
        <IconButton
          label={label}
          icon={<Bell aria-hidden />}
          mark={
            <span className="bell-mark" aria-hidden>
              <Count value={unreadCount} noun="" tone="accent" />
            </span>
          }
        />
      }
    >
      {(close) => <NotificationList list={list} close={close} />}
    </Popover>
  );
}

function useNotifications() {
  return useQuery(queryOf(listNotifications, { query: { limit: 30 } }));
}

type ListProps = { list: ReturnType<typeof useNotifications>; close: () => void };

function NotificationList({ list, close }: ListProps) {
  const queryClient = useQueryClient();
  const newest = list.data?.notifications[0];
  const markRead = useMutation({
    mutationFn: (upTo: string) => callEndpoint(markNotificationsRead, { body: { upTo } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(listNotifications) }),
  });
  return (
    <div className="notifications">
      <div className="notifications-head">
        <h2>Notifications</h2>
        {newest && list.data && list.data.unreadCount > 0 ? (
          <Button
            variant="quiet"
            size="small"
            icon={<CheckCheck aria-hidden />}
            isPending={markRead.isPending}
            onPress={() => markRead.mutate(newest.id)}
          >
            Tout marquer comme lu
          </Button>
        ) : null}
      </div>
      <NotificationRows list={list} close={close} />
    </div>
  );
}

function NotificationRows({ list, close }: ListProps) {
  if (list.isPending) return <SkeletonRows count={3} label="Chargement des notifications" />;
  if (list.isError) {
    const told = tellError(list.error);
    return (
      <ErrorState
        title="Notifications indisponibles"
        reference={told.reference}
        onRetry={() => void list.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (list.data.notifications.length === 0) {
    return (
      <EmptyState icon={Bell} title="Rien de nouveau">
        Les demandes reçues, les réponses et les demandes d’information apparaîtront ici.
      </EmptyState>
    );
  }
  return (
    <ul>
      {list.data.notifications.map((each) => {
        const Icon = icons[each.kind] ?? CircleAlert;
        const isUnread = each.readAt === null;
        return (
          <li key={each.id} className="notification" data-unread={isUnread ? '' : undefined}>
            <Icon aria-hidden />
            <div>
              <Link href={`${each.link}${whereRead[each.kind] ?? ''}`} isPlain onPress={close}>
                {each.text}
              </Link>
              <div className="small quiet">
                <RelativeTime at={each.at} />
                {isUnread ? <span className="visually-hidden"> · non lue</span> : null}
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
