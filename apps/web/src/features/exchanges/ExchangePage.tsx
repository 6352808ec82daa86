import { contentUrl, reportUrl, type Exchange } from '@liaison/exchanges/contract';
import { ArrowLeft, Download, FileSearch } from 'lucide-react';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';

import { ApiError, fetchFile } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { tellError } from '../../app/queries.ts';
import { Banner, type BannerTone } from '../../ui/Banner.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { typographic } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { saveFile } from '../marches/mio-calls.ts';
import { capital } from '../marches/words.ts';
import { formatFilter, readFilter } from './exchange-filter.ts';
import { ExchangeActs } from './ExchangeActs.tsx';
import { TestMark } from './ExchangeRow.tsx';
import { ExchangeStory } from './ExchangeStory.tsx';
import { exchangesPath, useExchange } from './use-exchanges.ts';
import { adviceOf, isStuck, stateWords, titleOf, withWhom } from './words.ts';
import './exchanges.css';

/** One message that was exchanged: where it is, why, what may be done, and all that happened to it. */
export function ExchangePage() {
  const { exchangeId = '' } = useParams();
  const [params] = useSearchParams();
  const search = formatFilter(readFilter(params));
  const { data, error, refetch } = useExchange(exchangeId);
  const back = (
    <ButtonLink href={`${exchangesPath}${search}`} icon={<ArrowLeft aria-hidden />}>
      Échanges
    </ButtonLink>
  );
  if (data) {
    const { exchange } = data;
    return (
      <Page
        title={titleOf(exchange.messageType)}
        titleAside={exchange.isTest ? <TestMark /> : null}
        acts={back}
      >
        <div className="exchange">
          <p className="quiet">
            {[capital(withWhom(exchange)), exchange.consultation && `consultation ${exchange.consultation}`]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <State exchange={exchange} />
          <div className="exchange-acts">
            <ExchangeActs exchange={exchange} />
            <Files exchange={exchange} />
          </div>
          <ExchangeStory story={data} search={search} />
        </div>
      </Page>
    );
  }
  return (
    <Page title="Échange" acts={back}>
      {error ? (
        <ErrorState
          title="Cet échange n’a pas pu être lu"
          reference={tellError(error).reference}
          onRetry={isLost(error) ? undefined : () => void refetch()}
        >
          {tellError(error).title}
        </ErrorState>
      ) : (
        <SkeletonRows label="Ouverture de l’échange" />
      )}
    </Page>
  );
}

/** Trying again would not bring it back. */
function isLost(error: Error): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

/** The state, and what explains it: in a banner where somebody has to read it. */
function State({ exchange }: { exchange: Exchange }) {
  const { tone, icon, text } = stateWords(exchange);
  const explanation = exchange.explanation && typographic(exchange.explanation);
  const advice = adviceOf(exchange);
  const bannerTone = bannerTones[tone];
  if (explanation && bannerTone)
    return (
      <Banner tone={bannerTone} title={text} isAnnounced={isStuck(exchange)}>
        <p>{explanation}</p>
        {advice ? <p>{advice}</p> : null}
      </Banner>
    );
  return (
    <output className="exchange-state">
      <Status tone={tone} icon={icon} look="badge">
        {text}
      </Status>
      {explanation}
    </output>
  );
}

const bannerTones: Partial<Record<string, BannerTone>> = { warning: 'warning', urgent: 'urgent' };

function Files({ exchange }: { exchange: Exchange }) {
  const [isWaiting, setWaiting] = useState(false);
  const at = (url: string) => url.replace(':exchangeId', exchange.id);
  const download = async () => {
    setWaiting(true);
    try {
      const name = `${exchange.messageType ?? 'message'}-${exchange.messageId ?? exchange.id}.xml`;
      saveFile(await fetchFile(at(contentUrl)), name);
    } catch (error) {
      notify({ tone: 'urgent', title: 'Le message n’a pas été téléchargé', detail: tellError(error).title });
    } finally {
      setWaiting(false);
    }
  };
  return (
    <>
      {exchange.verdict ? (
        <ButtonLink href={`${at(reportUrl)}?format=html`} target="_blank" icon={<FileSearch aria-hidden />}>
          Résultat de contrôle
        </ButtonLink>
      ) : null}
      {exchange.state === 'duplicate' ? null : (
        <Button icon={<Download aria-hidden />} isPending={isWaiting} onPress={() => void download()}>
          Télécharger le message
        </Button>
      )}
    </>
  );
}
