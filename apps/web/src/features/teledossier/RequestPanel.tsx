import type { FormDefinition } from '@liaison/forms/contract';
import type { Addressee, DossierView } from '@liaison/teledossier/contract';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { formatDateTime } from '../../ui/french.ts';
import { Section } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import { AnswersRead } from '../forms/AnswersRead.tsx';
import { actNamed, actVerbs } from './acts.ts';
import { DossierStudies } from './DossierStudies.tsx';
import { readAnswers } from './draft.ts';
import { IdentityDifferences } from './IdentityDifferences.tsx';
import { writerText } from './thread.ts';
import type { Acts } from './use-acts.tsx';
import { statusMarks } from './words.ts';

type RequestPanelProps = { view: DossierView; definition: FormDefinition; acts: Acts };

/** The request as it was sent, to whom, and where each addressee stands. */
export function RequestPanel({ view, definition, acts }: RequestPanelProps) {
  return (
    <div className="td-panel">
      <IdentityDifferences differences={view.identityDifferences} />
      <p className="quiet">
        {`${writerText(view.author)}${view.sentAt ? `, envoyé le ${formatDateTime(view.sentAt)}` : ', pas encore envoyé'}`}
      </p>
      <AnswersRead definition={definition} answers={readAnswers(view.answers)} headingLevel="h2" />
      <Section title="Destinataires">
        <DataList label="Destinataires et leur état">
          {view.addressees.map((addressee) => (
            <AddresseeRow key={addressee.id} addressee={addressee} view={view} acts={acts} />
          ))}
        </DataList>
        <Readdress view={view} acts={acts} />
      </Section>
      <DossierStudies studies={view.studies} patient={view.patientLine.displayName} />
    </div>
  );
}

function AddresseeRow({ addressee, view, acts }: { addressee: Addressee; view: DossierView; acts: Acts }) {
  const mark = statusMarks[addressee.status];
  const withdraw = actNamed(view.acts, 'withdraw', addressee.id);
  return (
    <DataRow
      title={addressee.recipient.label}
      detail={
        <>
          <span>{addressee.recipient.structureName}</span>
          {addressee.takenBy && addressee.takenAt ? (
            <span>{`pris par ${addressee.takenBy.displayName} le ${formatDateTime(addressee.takenAt)}`}</span>
          ) : (
            <span>
              {addressee.openedAt ? `ouvert le ${formatDateTime(addressee.openedAt)}` : 'pas encore ouvert'}
            </span>
          )}
          {addressee.refusedBecause ? (
            <span>{`Motif du refus\u00a0: ${addressee.refusedBecause}`}</span>
          ) : null}
        </>
      }
      aside={
        <Status tone={mark.tone} icon={mark.icon}>
          {mark.word}
        </Status>
      }
      acts={
        withdraw?.allowed ? (
          <Button
            variant="quiet"
            size="small"
            aria-label={`Retirer ${addressee.recipient.label}`}
            onPress={() => acts.start(withdraw)}
          >
            Retirer
          </Button>
        ) : null
      }
    />
  );
}

function Readdress({ view, acts }: { view: DossierView; acts: Acts }) {
  const readdress = actNamed(view.acts, 'readdress');
  if (!readdress?.allowed) return null;
  return (
    <div>
      <Button onPress={() => acts.start(readdress)}>{actVerbs.readdress}</Button>
    </div>
  );
}
