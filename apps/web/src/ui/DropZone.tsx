import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import './DropZone.css';

export type DropZoneProps = {
  icon: LucideIcon;
  /** What to drop here. */
  title: string;
  onDrop: (dropped: DataTransfer) => void;
  /** Other ways to choose: everyone can use those, by keyboard too. */
  children: ReactNode;
};

/** Where files are dropped; dropping is never the only way. */
export function DropZone({ icon: Icon, title, onDrop, children }: DropZoneProps) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className="ui-drop"
      data-over={isOver ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer);
      }}
    >
      <Icon aria-hidden />
      <p className="ui-drop-title">{title}</p>
      {children}
    </div>
  );
}
