import type { DossierView } from '@liaison/teledossier/contract';
import { Banner } from '../../ui/Banner.tsx';
import { formatDate } from '../../ui/french.ts';
import { traitLabels } from './words.ts';

const shown = (field: string, value: string) => {
  if (value === '') return 'non précisé';
  return field === 'birthDate' ? formatDate(value) : value;
};

/** Where the télédossier and the images disagree on who the patient is: field by field, and never blocking. */
export function IdentityDifferences({ differences }: { differences: DossierView['identityDifferences'] }) {
  if (differences.length === 0) return null;
  return (
    <Banner
      tone="warning"
      title={'L’identité diffère de celle des images\u00a0: vérifiez qu’il s’agit du même patient'}
      isAnnounced
    >
      <ul className="td-differences">
        {differences.map((difference) => (
          <li key={`${difference.studyId}${difference.field}`}>
            <span>{traitLabels[difference.field]}</span>
            <span>
              {'saisi\u00a0: '}
              <strong>{shown(difference.field, difference.inDossier)}</strong>
            </span>
            <span>
              {'images\u00a0: '}
              <strong>{shown(difference.field, difference.inImages)}</strong>
            </span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}
