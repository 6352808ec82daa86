import type { Exchange } from '@liaison/exchanges/contract';
import { FlaskConical } from 'lucide-react';

import { DataRow } from '../../ui/DataList.tsx';
import { formatShortDateTime, typographic } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { isStuck, stateWords, titleOf, withWhom } from './words.ts';

/** One message: what it is, with whom, where it is, and why it went no further. */
export function ExchangeRow({ exchange, href }: { exchange: Exchange; href: string }) {
  const { tone, icon, text } = stateWords(exchange);
  const now = useNow(60);
  return (
    <DataRow
      isPressable
      {...(isStuck(exchange) ? { tone: 'urgent' as const } : {})}
      title={
        <>
          <Link href={href} isPlain>
            {titleOf(exchange.messageType)}
          </Link>
          {exchange.isTest ? <TestMark /> : null}
        </>
      }
      detail={
        <>
          <span>{withWhom(exchange)}</span>
          {exchange.consultation ? <span>{`consultation ${exchange.consultation}`}</span> : null}
          <time dateTime={exchange.createdAt}>{formatShortDateTime(exchange.createdAt, now)}</time>
          {exchange.explanation ? (
            <span className="ui-row-failure">{typographic(exchange.explanation)}</span>
          ) : null}
        </>
      }
      aside={
        <Status tone={tone} icon={icon}>
          {text}
        </Status>
      }
    />
  );
}

/** It counts for nothing: both sides try their programs. */
export function TestMark() {
  return (
    <Status tone="info" icon={FlaskConical} look="badge">
      Essai
    </Status>
  );
}
