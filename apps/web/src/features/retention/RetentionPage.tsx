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
import { DataTable, type TableColumn } from '../../ui/DataList.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { fine, formatDateTime, plural } from '../../ui/french.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { notify } from '../../ui/Toast.tsx';
import './retention.css';
import { countLines } from './words.ts';

const suggestedDays = 365;

/** How long the structure's examinations stay on the platform, and what another duration would change. */
export function RetentionPage() {
  const { structureId } = useSession().context;
  const found = useQuery(queryOf(readRetention, { params: { structureId }, query: {} }));
  return (
    <Page title="Conservation" width="reading">
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
  const [isAsking, setAsking] = useState(false);
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
      setAsking(false);
      notify({
        tone: 'success',
        title: 'Règle enregistrée',
        detail: isActive
          ? 'Elle s’applique toutes les heures, et chaque suppression est tracée.'
          : 'Elle est suspendue\u00a0: rien n’est supprimé.',
      });
      return queryClient.invalidateQueries({ queryKey: keyOf(readRetention) });
    },
  });
  const due = preview.isPlaceholderData ? null : (preview.data?.counts.due ?? null);
  const isChanged = days !== (rule?.keepDays ?? null) || isActive !== (rule?.isActive ?? false);
  return (
    <form
      className="retention"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isValid) return;
        // Images that go do not come back: how many is said before, unless none does.
        if (isActive && due !== 0) setAsking(true);
        else save.mutate(days);
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
      {preview.data ? (
        <section aria-label="Ce que cette durée ferait" aria-busy={preview.isPlaceholderData}>
          <DataTable
            label="Ce que cette durée ferait"
            columns={columns}
            rows={countLines(preview.data.counts, asked)}
            rowKey={({ term }) => term}
          />
        </section>
      ) : null}
      <Checkbox
        isSelected={isActive}
        onChange={setActive}
        detail="Toutes les heures, sans autre confirmation."
      >
        Supprimer automatiquement ce qui remplit les trois conditions
      </Checkbox>
      {save.error && !isAsking ? <NotSaved error={save.error} /> : null}
      <div className="retention-acts">
        <Button
          variant="primary"
          type="submit"
          isDisabled={!isValid || !isChanged}
          isPending={save.isPending}
        >
          Enregistrer
        </Button>
        {rule ? <span className="quiet">{`Modifiée le ${formatDateTime(rule.changedAt)}`}</span> : null}
      </div>
      <ConfirmDialog
        title={`Supprimer automatiquement${fine}?`}
        verb="Activer la suppression"
        variant="danger"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => (isValid ? save.mutateAsync(days).catch(() => null) : Promise.resolve())}
      >
        <p>
          {due === null
            ? 'Les images des examens qui remplissent les trois conditions seront supprimées dans l’heure.'
            : `Les images de ${plural(due, 'examen')} seront supprimées dans l’heure, puis celles des suivants à mesure.`}{' '}
          Liaison garde la trace de chaque examen et du lieu de son archivage, mais pas ses images.
        </p>
        {save.error ? <NotSaved error={save.error} /> : null}
      </ConfirmDialog>
    </form>
  );
}

function NotSaved({ error }: { error: Error }) {
  return (
    <Banner tone="urgent" title="La règle n’a pas été enregistrée" isAnnounced>
      {tellError(error).title}
    </Banner>
  );
}

type CountLine = ReturnType<typeof countLines>[number];

const columns: readonly TableColumn<CountLine>[] = [
  {
    id: 'term',
    title: 'Avec cette durée',
    cell: ({ term, detail }) => (
      <>
        {term} <span className="quiet small">{detail}</span>
      </>
    ),
  },
  { id: 'value', title: 'Examens', align: 'end', cell: ({ value }) => <strong>{value}</strong> },
];
