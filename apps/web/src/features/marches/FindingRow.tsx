import { ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { ListedFinding } from './finding-groups.ts';
import { capital, placeText, severityLooks, severityNames } from './words.ts';
import { Status } from '../../ui/Status.tsx';

type RowProps = {
  listed: ListedFinding;
  /** The group is not of one rule: the row says which, and how grave. */
  isCoded: boolean;
  isChosen: boolean;
  onChosen: (key: string) => void;
};

/** A finding: where, and what is wrong there. Pressing it opens that part of the message. */
export function FindingRow({ listed: { key, finding }, isCoded, isChosen, onChosen }: RowProps) {
  const { tone, icon } = severityLooks[finding.severity];
  return (
    <li>
      <AriaButton
        className="finding-row"
        data-chosen={isChosen ? '' : undefined}
        aria-expanded={isChosen}
        onPress={() => onChosen(key)}
      >
        <span className="finding-row-text">
          <span className="finding-row-place">{placeText(finding)}</span>
          <span className="finding-row-message">{finding.message.fr}</span>
          {isCoded ? (
            <span className="finding-row-facts">
              <Status tone={tone} icon={icon}>
                {capital(severityNames[finding.severity].one)}
              </Status>
              <span className="quiet mono">{finding.code}</span>
            </span>
          ) : null}
        </span>
        <ChevronRight aria-hidden />
      </AriaButton>
    </li>
  );
}
