import { FileText, type LucideIcon } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { DropZone } from '../../ui/DropZone.tsx';
import { formatBytes } from '../../ui/french.ts';

export const acceptedMessages = '.xml,.json,.csv,.xlsx,application/xml,text/xml,application/json';

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
export function MessageChooser({
  icon,
  title,
  hint,
  accept = acceptedMessages,
  testId,
  onChosen,
}: ChooserProps) {
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
