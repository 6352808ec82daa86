import { FileText, type LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../ui/Button.tsx';
import { DropZone } from '../../ui/DropZone.tsx';
import { formatBytes } from '../../ui/french.ts';

const accepted = '.xml,.json,.xlsx,application/xml,text/xml,application/json';

type ChooserProps = {
  icon: LucideIcon;
  title: string;
  /** What can be chosen. */
  hint: string;
  accept?: string;
  testId: string;
  onChosen: (file: File) => void;
};

/** A message to drop, or to choose by keyboard. */
export function MessageChooser({ icon, title, hint, accept = accepted, testId, onChosen }: ChooserProps) {
  return (
    <DropZone icon={icon} title={title} onDrop={({ files: [file] }) => (file ? onChosen(file) : undefined)}>
      <FileButton
        label="Choisir un fichier"
        name={title}
        accept={accept}
        testId={testId}
        onChosen={onChosen}
      />
      <p className="quiet small">{hint}</p>
    </DropZone>
  );
}

type FileButtonProps = {
  label: string;
  /** Of the hidden field behind the button. */
  name: string;
  accept?: string;
  testId: string;
  look?: 'primary' | 'small';
  onChosen: (file: File) => void;
};

export function FileButton({
  label,
  name,
  accept = accepted,
  testId,
  look = 'primary',
  onChosen,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(look === 'primary' ? { variant: 'primary' as const } : { size: 'small' as const })}
        onPress={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={name}
        data-testid={testId}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChosen(file);
          // The same file, corrected, can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** An offer is held against the call for tenders that it answers. */
export function NeedChooser({
  need,
  onChosen,
}: {
  need: File | null;
  onChosen: (file: File | null) => void;
}) {
  if (!need)
    return (
      <div className="control-need">
        <span className="quiet">Pour une offre, ajoutez la demande de prix à laquelle elle répond.</span>
        <FileButton
          label="Ajouter la demande de prix"
          name="Demande de prix"
          accept=".xml,application/xml,text/xml"
          testId="control-need"
          look="small"
          onChosen={onChosen}
        />
      </div>
    );
  return (
    <div className="control-need">
      <FileText aria-hidden />
      <span className="control-need-name">
        {`Comparé à la demande de prix ${need.name} `}
        <span className="quiet">{formatBytes(need.size)}</span>
      </span>
      <Button variant="quiet" size="small" onPress={() => onChosen(null)}>
        Retirer
      </Button>
    </div>
  );
}
