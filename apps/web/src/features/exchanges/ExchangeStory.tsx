import type { Exchange, ExchangeStory as Story } from '@liaison/exchanges/contract';
import type { ReactNode } from 'react';

import { DataList } from '../../ui/DataList.tsx';
import { formatBytes, formatDateTime, typographic } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { DefinitionList, Section, Timeline, type Definition } from '../../ui/Section.tsx';
import { verdicts } from '../marches/words.ts';
import { formatFilter, noFilter } from './exchange-filter.ts';
import { ExchangeRow } from './ExchangeRow.tsx';
import { exchangesPath } from './use-exchanges.ts';
import { channelNames, stepsOf } from './words.ts';

type StoryProps = { story: Story; search: string };

/** What happened, what was answered, and what the message is. */
export function ExchangeStory({ story, search }: StoryProps) {
  const { exchange, replies } = story;
  return (
    <div className="exchange-parts">
      <div className="exchange-part">
        <Section title="Ce qui s’est passé">
          <Timeline
            label="Étapes"
            entries={stepsOf(story).map(({ at, icon, text, explanation }, rank) => ({
              id: `${rank}`,
              at,
              icon,
              content: <Step label={text} explanation={explanation} />,
            }))}
          />
        </Section>
        {replies.length > 0 ? (
          <Section title="Réponses">
            <DataList label="Liste des réponses">
              {replies.map((reply) => (
                <ExchangeRow key={reply.id} exchange={reply} href={`${exchangesPath}/${reply.id}${search}`} />
              ))}
            </DataList>
          </Section>
        ) : null}
      </div>
      <div className="exchange-part">
        <Section title="Le message">
          <DefinitionList items={factsOf(exchange, search)} />
        </Section>
      </div>
    </div>
  );
}

function Step({ label, explanation }: { label: string; explanation: string | null }) {
  return (
    <>
      <strong>{label}</strong>
      {explanation ? <p>{typographic(explanation)}</p> : null}
    </>
  );
}

function factsOf(exchange: Exchange, search: string): Definition[] {
  const { direction, partner, consultation, originalId } = exchange;
  const known = (term: string, value: ReactNode): Definition[] => (value ? [{ term, value }] : []);
  return [
    { term: direction === 'incoming' ? 'Reçu de' : 'Envoyé à', value: partner?.name ?? 'inconnu' },
    { term: 'Par', value: channelNames[exchange.channel] },
    { term: 'Le', value: formatDateTime(exchange.createdAt) },
    ...known(
      'Consultation',
      consultation && (
        <Link href={`${exchangesPath}${formatFilter({ ...noFilter, consultation })}`}>{consultation}</Link>
      ),
    ),
    ...known('Contrôle', exchange.verdict && verdicts[exchange.verdict].title),
    ...known('Certificat', exchange.certificateLabel),
    ...known(
      'Message d’origine',
      originalId && <Link href={`${exchangesPath}/${originalId}${search}`}>Ouvrir</Link>,
    ),
    ...known('Fichier', exchange.fileName),
    { term: 'Taille', value: formatBytes(exchange.byteCount) },
    ...known('N° du message', exchange.messageId && <code>{exchange.messageId}</code>),
    { term: 'Empreinte (SHA-256)', value: <code className="exchange-digest">{exchange.sha256}</code> },
  ];
}
