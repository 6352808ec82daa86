import type { Recipient } from '@liaison/directory/contract';
import type { FormDefinition } from '@liaison/forms/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { useRef, useState } from 'react';
import { Navigate, useParams } from 'react-router';
import { usePageTitle } from '../../app/Page.tsx';
import { IdentityBand } from '../../ui/IdentityBand.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { Disclosure } from '../../ui/Section.tsx';
import { FormRenderer } from '../forms/FormRenderer.tsx';
import { validPart } from '../forms/valid-part.ts';
import { ConflictBanner } from './ConflictBanner.tsx';
import { DossierGate } from './DossierGate.tsx';
import { DraftMenu } from './DraftMenu.tsx';
import { lastSeenWell } from './last-seen-well.ts';
import { PatientEditor } from './PatientEditor.tsx';
import { RecipientPicker } from './RecipientPicker.tsx';
import { SendBar } from './SendBar.tsx';
import { StrokeClockMark } from './StrokeClockMark.tsx';
import { StudiesEditor } from './StudiesEditor.tsx';
import './teledossier.css';
import { useDossier } from './use-dossier.ts';
import { useDraft } from './use-draft.ts';
import { useDraftStudies } from './use-draft-studies.ts';
import { useHeightVariable } from './use-height.ts';
import { displayNameOf, identityTrustOf } from './words.ts';

/** The request being written; once sent, its place is the télédossier. */
export function RequestPage() {
  const { dossierId = '' } = useParams();
  const dossier = useDossier(dossierId);
  const { refresh } = dossier;
  const reload = async () => (await refresh()).data?.view;
  return (
    <DossierGate dossier={dossier}>
      {({ view }, definition) =>
        view.status === 'brouillon' ? (
          <RequestEditor key={view.id} view={view} definition={definition} reload={reload} />
        ) : (
          <Navigate to={`/teledossiers/${view.id}`} replace />
        )
      }
    </DossierGate>
  );
}

type EditorProps = {
  view: DossierView;
  definition: FormDefinition;
  reload: () => Promise<DossierView | undefined>;
};

function RequestEditor({ view, definition, reload }: EditorProps) {
  usePageTitle(`${view.title} ${view.number}`);
  const now = useNow(15);
  const { draft, change, state, settle, catchUp, loadTheirs, keepMine } = useDraft({
    view,
    definition,
    reload,
  });
  const { studies, attach, detach } = useDraftStudies(view, draft, change);
  const [isRecipientMissing, setRecipientMissing] = useState(false);
  const recipientsRef = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  useHeightVariable(band, '--td-band');
  const errors = validPart(definition, draft.answers).errors;
  const { patient } = draft;

  const setRecipients = (recipients: readonly Recipient[]) => {
    setRecipientMissing(false);
    change((before) => ({ ...before, recipients }));
  };
  const sayRecipientMissing = () => {
    setRecipientMissing(true);
    recipientsRef.current?.scrollIntoView({ block: 'center' });
    recipientsRef.current?.querySelector('input')?.focus({ preventScroll: true });
  };
  return (
    <div className="td-request">
      <div className="td-band" ref={band}>
        <IdentityBand
          displayName={displayNameOf(patient, view.patientLine.displayName)}
          sex={patient.sex}
          birthDate={patient.birthDate}
          ipp={patient.ipp}
          identityTrust={identityTrustOf(patient)}
          alerts={view.identityDifferences.length > 0 ? ['Identité différente des images'] : []}
          aside={<StrokeClockMark lastSeenWellAt={lastSeenWell(definition, draft.answers)} />}
        />
      </div>
      <div className="td-request-body">
        <FormRenderer
          definition={definition}
          answers={draft.answers}
          errors={errors}
          now={now}
          onChange={(next) => change((before) => ({ ...before, answers: next(before.answers) }))}
        >
          <div className="td-request-head">
            <h1>
              {view.title} <span className="td-number">{view.number}</span>
            </h1>
            <DraftMenu view={view} />
          </div>
          <div ref={recipientsRef} className="td-first">
            <RecipientPicker
              label="Destinataires"
              specialty={view.recipientSpecialty}
              value={draft.recipients}
              onChange={setRecipients}
              errorMessage={isRecipientMissing ? 'Choisissez au moins un destinataire.' : null}
            />
          </div>
          <Disclosure
            title="Identité du patient"
            summary={view.identityDifferences.length > 0 ? 'Identité à vérifier' : undefined}
            isExpandedAtFirst={
              view.identityDifferences.length > 0 || (patient.birthName === '' && !patient.isUnknown)
            }
          >
            <PatientEditor
              patient={patient}
              differences={view.identityDifferences}
              onChange={(next) => change((before) => ({ ...before, patient: next(before.patient) }))}
            />
          </Disclosure>
          <StudiesEditor
            view={view}
            patient={patient}
            studies={studies}
            onAttach={attach}
            onDetach={detach}
          />
        </FormRenderer>
      </div>
      <SendBar
        view={view}
        recipients={draft.recipients}
        studies={studies}
        errors={errors}
        definition={definition}
        state={state}
        settle={settle}
        catchUp={catchUp}
        onRecipientMissing={sayRecipientMissing}
      >
        <ConflictBanner state={state} onLoadTheirs={loadTheirs} onKeepMine={keepMine} />
      </SendBar>
    </div>
  );
}
