import type { FormDefinition } from '@liaison/forms/contract';
import type { ReactNode } from 'react';
import { ApiError } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { ButtonLink } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { useForm } from '../forms/use-form.ts';
import type { OpenDossier, useDossier } from './use-dossier.ts';

type GateProps = {
  dossier: ReturnType<typeof useDossier>;
  children: (open: OpenDossier, definition: FormDefinition) => ReactNode;
};

/** Waits for a télédossier and the form it was filled with; says why when they cannot be had. */
export function DossierGate({ dossier, children }: GateProps) {
  const { data, error, refetch } = dossier.query;
  const definition = useForm(data?.view.formId, data?.view.formVersion);
  if (data && definition) return children(data, definition);
  const title = <h1 className="visually-hidden">Télédossier</h1>;
  if (!error) {
    return (
      <>
        {title}
        <SkeletonRows label="Ouverture du télédossier" />
      </>
    );
  }
  const told = tellError(error);
  const isClosedToReader = error instanceof ApiError && (error.status === 403 || error.status === 404);
  return (
    <>
      {title}
      <ErrorState
        title="Ce télédossier n’a pas pu être ouvert"
        reference={told.reference}
        onRetry={isClosedToReader ? undefined : () => void refetch()}
        acts={
          <ButtonLink href="/" variant={isClosedToReader ? 'primary' : 'secondary'}>
            Revenir à ce qui est à traiter
          </ButtonLink>
        }
      >
        {told.title}
      </ErrorState>
    </>
  );
}
