import { frenchNumber } from '@liaison/forms/contract';
import type { Computed, FieldOf } from '@liaison/forms/contract';
import './ScoreMatrix.css';

/** The total of a score, always in view; partial until each item is examined, with what could not be tested. */
export function ScoreTotal({
  field,
  computed,
}: {
  field: FieldOf<'score'>;
  computed: Extract<Computed, { kind: 'score' }> | null;
}) {
  const examined = computed?.examined ?? 0;
  return (
    <div className="form-score-total" data-empty={examined === 0}>
      <output aria-label={`Total ${field.total.label}`}>
        <span>{`${field.total.label} `}</span>
        <strong>{computed ? frenchNumber(computed.total) : '–'}</strong>
        <span className="quiet">{`\u00a0/\u00a0${field.total.max}`}</span>
      </output>
      <span className="quiet">
        {examined === field.items.length
          ? 'complet'
          : `${examined} ${examined > 1 ? 'items cotés' : 'item coté'} sur ${field.items.length}`}
        {computed && computed.notTestable.length > 0 ? ` · NT\u00a0: ${computed.notTestable.join(', ')}` : ''}
      </span>
    </div>
  );
}
