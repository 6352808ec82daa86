import { readRetention, writeRetention, shortestKeepDays } from '@liaison/retention/contract';
import type { Retention } from '@liaison/retention/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { keyOf, queryOf, tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { formatDateTime } from '../../ui/french.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import './retention.css';
import { countLines } from './words.ts';

const suggestedDays = 365;

/** How long the structure's examinations stay on the platform, and what another duration would change. */
export function RetentionPage() {
  const { structureId, structureName } = useSession().context;
  const found = useQuery(queryOf(readRetention, { params: { structureId }, query: {} }));
  return (
    <Page title="Conservation" titleAside={<span className="quiet">{structureName}</span>} width="reading">
      {found.isPending ? <SkeletonRows count={3} label="Chargement de la règle" /> : null}
      {found.isError ? (
        <ErrorState
          title="La règle n’a pas pu être lue"
          reference={tellError(found.error).reference}
          onRetry={() => void found.refetch()}
        >
          {tellError(found.error).title}
        </ErrorState>
      ) : null}
      {found.data ? <RuleEditor key={found.data.rule?.changedAt} kept={found.data} /> : null}
    </Page>
  );
}

function RuleEditor({ kept }: { kept: Retention }) {
  const { structureId, rule } = kept;
  const queryClient = useQueryClient();
  const [days, setDays] = useState<number | null>(rule?.keepDays ?? suggestedDays);
  const [isActive, setActive] = useState(rule?.isActive ?? false);
  const isValid = days !== null && days >= shortestKeepDays;
  const asked = useDeferredValue(isValid ? days : (rule?.keepDays ?? suggestedDays));
  const preview = useQuery({
    ...queryOf(readRetention, { params: { structureId }, query: { keepDays: String(asked) } }),
    placeholderData: keepPreviousData,
  });
  const save = useMutation({
    mutationFn: (keepDays: number) =>
      callEndpoint(writeRetention, { params: { structureId }, body: { keepDays, isActive } }),
    onSuccess: () => {
      notify({ tone: 'success', title: 'Règle enregistrée' });
      return queryClient.invalidateQueries({ queryKey: keyOf(readRetention) });
    },
    onError: (error) =>
      notify({ tone: 'urgent', title: 'Règle non enregistrée', detail: tellError(error).title }),
  });
  const isChanged = days !== (rule?.keepDays ?? null) || isActive !== (rule?.isActive ?? false);
  return (
    <form
      className="retention"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) save.mutate(days);
      }}
    >
      <p>
        Les images d’un examen ne sont supprimées de Liaison que si trois conditions sont réunies : la durée
        est passée, leur archivage ailleurs est prouvé, et aucun télédossier ouvert n’en a besoin.
      </p>
      {rule ? null : (
        <Banner tone="info" title="Aucune règle : rien n’est supprimé">
          Choisissez une durée, regardez ce qu’elle ferait, puis activez-la.
        </Banner>
      )}
      <NumberField
        label="Durée de conservation après la dernière image reçue"
        unit="jours"
        minValue={shortestKeepDays}
        maxValue={36_500}
        value={days}
        onChange={setDays}
        description={`${shortestKeepDays} jours au moins.`}
      />
      <Checkbox isSelected={isActive} onChange={setActive}>
        Supprimer automatiquement ce qui remplit les trois conditions
      </Checkbox>
      {preview.data ? (
        <dl className="retention-counts" aria-busy={preview.isPlaceholderData}>
          {countLines(preview.data.counts, asked).map(({ term, value, detail }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <strong>{value}</strong> <span className="quiet">{detail}</span>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <div className="retention-acts">
        <Button
          variant="primary"
          type="submit"
          isDisabled={!isValid || !isChanged}
          isPending={save.isPending}
        >
          Enregistrer
        </Button>
        {rule ? <span className="quiet">Modifiée le {formatDateTime(rule.changedAt)}</span> : null}
      </div>
    </form>
  );
}
