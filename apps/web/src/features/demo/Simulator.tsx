import { listTransfers, type readDemo, startTransfer, type Transfer } from '@liaison/region/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Send } from 'lucide-react';
import { useState } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { formatNumber, plural } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Section } from '../../ui/Section.tsx';
import { Select } from '../../ui/Select.tsx';
import { Status } from '../../ui/Status.tsx';
import './demo.css';

const scenarios = [
  {
    value: 'occlusion-m1-left',
    label: 'Occlusion M1 gauche',
    detail: 'Artère sylvienne hyperdense, signes précoces d’ischémie',
  },
  {
    value: 'intracerebral-haemorrhage',
    label: 'Hématome intracérébral',
    detail: 'Profond, avec effet de masse',
  },
  { value: 'normal', label: 'Scanner normal', detail: 'Sans anomalie' },
] as const satisfies readonly { value: Transfer['scenario']; label: string; detail: string }[];

const speeds = [
  { value: '4', label: 'Lente', detail: '4 images par seconde\u00a0: on les voit arriver' },
  { value: '15', label: 'Ordinaire', detail: '15 images par seconde' },
  { value: '100', label: 'Rapide', detail: '100 images par seconde' },
] as const;

type Scanners = Reply<typeof readDemo>['scanners'];

/** Sets off the simulated scanner of a hospital, and shows its images leaving. */
export function Simulator({ scanners }: { scanners: Scanners }) {
  const queryClient = useQueryClient();
  const [callingAeTitle, setScanner] = useState(scanners[0]?.aeTitle ?? null);
  const [scenario, setScenario] = useState<Transfer['scenario']>('occlusion-m1-left');
  const [speed, setSpeed] = useState<(typeof speeds)[number]['value']>('15');
  const start = useMutation({
    mutationFn: (aeTitle: string) =>
      callEndpoint(startTransfer, {
        body: { callingAeTitle: aeTitle, scenario, imagesPerSecond: Number(speed) },
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(listTransfers) }),
  });
  return (
    <Section title="Scanner simulé">
      <div className="simulator">
        <div className="simulator-choices">
          <Select
            label="Hôpital"
            width="m"
            choices={scanners.map((each) => ({
              value: each.aeTitle,
              label: each.structureName,
              detail: each.aeTitle,
            }))}
            value={callingAeTitle}
            onChange={setScanner}
          />
          <RadioGroup label="Scénario" choices={scenarios} value={scenario} onChange={setScenario} />
          <RadioGroup label="Vitesse d’envoi" choices={speeds} value={speed} onChange={setSpeed} />
        </div>
        {start.isError ? (
          <Banner tone="urgent" title="Le scanner n’est pas parti" isAnnounced>
            {tellError(start.error).title}
          </Banner>
        ) : null}
        <div>
          <Button
            variant="primary"
            size="large"
            icon={<Send aria-hidden />}
            isPending={start.isPending}
            isDisabled={callingAeTitle === null}
            onPress={() => (callingAeTitle ? start.mutate(callingAeTitle) : undefined)}
          >
            Envoyer un scanner
          </Button>
        </div>
        <Transfers />
      </div>
    </Section>
  );
}

function Transfers() {
  const { data } = useQuery({
    ...queryOf(listTransfers, {}),
    refetchInterval: (query) =>
      query.state.data?.transfers.some((each) => each.state === 'sending') ? 700 : false,
  });
  if (!data || data.transfers.length === 0) return null;
  return (
    <DataList label="Envois" isHeadShown count={data.transfers.length}>
      {data.transfers.slice(0, 6).map((each) => (
        <TransferRow key={each.id} transfer={each} />
      ))}
    </DataList>
  );
}

function TransferRow({ transfer }: { transfer: Transfer }) {
  const scenario = scenarios.find((each) => each.value === transfer.scenario)?.label ?? transfer.scenario;
  return (
    <DataRow
      title={transfer.patientName}
      detail={
        <>
          <span>{scenario}</span>
          <span>{transfer.structureName}</span>
          <RelativeTime at={transfer.startedAt} />
        </>
      }
      aside={<TransferState transfer={transfer} />}
      acts={<ButtonLink href="/examens">Voir les examens</ButtonLink>}
    />
  );
}

function TransferState({ transfer: { state, sent, refused, total, because } }: { transfer: Transfer }) {
  if (state === 'sending') {
    return (
      <div className="transfer-progress">
        <Progress
          label="Envoi"
          value={total === null ? null : sent / total}
          valueText={
            total === null ? plural(sent, 'image') : `${formatNumber(sent)} / ${plural(total, 'image')}`
          }
        />
      </div>
    );
  }
  return (
    <>
      {state === 'done' ? (
        <Status tone="success" icon={CircleCheck}>
          {`${plural(sent, 'image')}, envoi terminé`}
        </Status>
      ) : (
        <Status tone="urgent" icon={CircleX}>
          Envoi échoué
        </Status>
      )}
      {refused > 0 ? <span>{plural(refused, 'image refusée', 'images refusées')}</span> : null}
      {because ? <span>{because}</span> : null}
    </>
  );
}
