import type { CSSProperties } from 'react';
import { Label, ProgressBar } from 'react-aria-components';

import './Progress.css';

export type ProgressProps = {
  label: string;
  /** 0 to 1; null when the end is unknown. */
  value: number | null;
  /** In words, beside the label: « 212 / 641 images ». */
  valueText?: string;
  tone?: 'accent' | 'success' | 'warning';
  isLabelHidden?: boolean;
};

type WithProgress = CSSProperties & { '--progress'?: string };

/** How far something is. */
export function Progress({ label, value, valueText, tone = 'accent', isLabelHidden }: ProgressProps) {
  const filled: WithProgress = { '--progress': `${Math.round((value ?? 0) * 100)}%` };
  return (
    <ProgressBar
      className="ui-progress"
      data-tone={tone}
      data-indeterminate={value === null ? '' : undefined}
      isIndeterminate={value === null}
      value={(value ?? 0) * 100}
      {...(valueText ? { valueLabel: valueText } : {})}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {isLabelHidden ? null : (
        <span className="ui-progress-head">
          <Label>{label}</Label>
          {valueText ? <span className="quiet">{valueText}</span> : null}
        </span>
      )}
      <span className="ui-progress-track">
        <span className="ui-progress-fill" style={{ display: 'block', ...filled }} />
      </span>
    </ProgressBar>
  );
}

/** The place that something will take; sizes in CSS units. */
export function Skeleton({ width = '100%', height = '0.875rem' }: { width?: string; height?: string }) {
  return <span className="ui-skeleton" aria-hidden style={{ inlineSize: width, blockSize: height }} />;
}

const widths = ['46%', '38%', '52%', '34%', '43%', '49%'];

/** Rows to come, while a list loads. */
export function SkeletonRows({
  count = 6,
  label = 'Chargement de la liste',
}: {
  count?: number;
  label?: string;
}) {
  return (
    <output className="ui-skeleton-rows" aria-label={label}>
      {Array.from({ length: count }, (_each, index) => (
        <span className="ui-skeleton-row" key={index}>
          <Skeleton width={widths[index % widths.length] ?? '40%'} />
          <Skeleton width="24%" height="0.6875rem" />
        </span>
      ))}
    </output>
  );
}
