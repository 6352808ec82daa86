import {
  listInterfaces,
  qualifyInterface,
  withdrawInterface,
  type QualifiedInterface,
} from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { Plug, Plus } from 'lucide-react';
import { useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { queryOf } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateTimeField.tsx';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import { ActDialog } from './ActDialog.tsx';
import { InterfaceRow } from './InterfaceRow.tsx';
import { QueryRows } from './QueryRows.tsx';

/** The public registry: which editors' products read and write which messages. */
export function InterfacesPanel() {
  const query = useQuery({ ...queryOf(listInterfaces, {}), select: ({ interfaces }) => interfaces });
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<QualifiedInterface | null>(null);
  return (
    <div className="authority-panel">
      <div>
        <Button icon={<Plus aria-hidden />} onPress={() => setAdding(true)}>
          Inscrire une qualification
        </Button>
      </div>
      <QueryRows
        label="Interfaces qualifiées"
        query={query}
        empty={{
          icon: Plug,
          title: 'Aucune interface qualifiée',
          text: 'Un éditeur qui a réussi la qualification figure ici, au registre public.',
        }}
      >
        {(each) => (
          <InterfaceRow
            key={each.id}
            qualified={each}
            acts={
              each.withdrawn ? null : (
                <Button
                  size="small"
                  aria-label={`Retirer ${each.product} ${each.version}`}
                  onPress={() => setLeaving(each)}
                >
                  Retirer
                </Button>
              )
            }
          />
        )}
      </QueryRows>
      {isAdding ? <QualifyDialog onClose={() => setAdding(false)} /> : null}
      {leaving ? <WithdrawDialog qualified={leaving} onClose={() => setLeaving(null)} /> : null}
    </div>
  );
}

const codesIn = (text: string) => text.toUpperCase().match(/M\d{2}/g) ?? [];

function QualifyDialog({ onClose }: { onClose: () => void }) {
  const [editor, setEditor] = useState('');
  const [product, setProduct] = useState('');
  const [version, setVersion] = useState('');
  const [reads, setReads] = useState('');
  const [writes, setWrites] = useState('');
  const [qualificationId, setQualification] = useState('');
  const [qualifiedOn, setOn] = useState(() => new Date().toISOString().slice(0, 10));
  const isWhole = [editor, product, version, qualificationId, qualifiedOn].every(
    (text) => text.trim() !== '',
  );
  const body = {
    editor,
    product,
    version,
    reads: codesIn(reads),
    writes: codesIn(writes),
    qualificationId,
    qualifiedOn,
  };
  const hasMessages = body.reads.length + body.writes.length > 0;
  return (
    <ActDialog
      title="Inscrire une qualification"
      verb="Inscrire au registre public"
      done={`${product.trim()} est au registre`}
      missing={
        isWhole && hasMessages
          ? null
          : 'L’éditeur, le produit, sa version, la qualification, et un message au moins.'
      }
      act={() => callEndpoint(qualifyInterface, { body })}
      onClose={onClose}
    >
      <TextField label="Éditeur" value={editor} onChange={setEditor} autoComplete="off" />
      <div className="authority-dates">
        <TextField label="Produit" value={product} onChange={setProduct} autoComplete="off" />
        <TextField label="Version" value={version} onChange={setVersion} width="s" autoComplete="off" />
      </div>
      <TextField
        label="Messages lus"
        description="Leurs codes : M10, M30…"
        value={reads}
        onChange={setReads}
      />
      <TextField
        label="Messages écrits"
        description="Leurs codes : M20, M41…"
        value={writes}
        onChange={setWrites}
      />
      <div className="authority-dates">
        <TextField label="N° de qualification" value={qualificationId} onChange={setQualification} />
        <DateField label="Qualifiée le" value={qualifiedOn || null} onChange={(day) => setOn(day ?? '')} />
      </div>
    </ActDialog>
  );
}

function WithdrawDialog({ qualified, onClose }: { qualified: QualifiedInterface; onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={`Retirer ${qualified.product} ${qualified.version}`}
      verb="Retirer"
      done="Qualification retirée"
      isDanger
      missing={reason.trim() === '' ? 'La raison.' : null}
      act={() => callEndpoint(withdrawInterface, { params: { interfaceId: qualified.id }, body: { reason } })}
      onClose={onClose}
    >
      <p>Le registre public garde sa ligne et dit pourquoi elle est retirée.</p>
      <TextArea label="Raison" value={reason} onChange={setReason} />
    </ActDialog>
  );
}
