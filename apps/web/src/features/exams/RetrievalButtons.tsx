import type { StudySummary } from '@liaison/imaging/contract';

import { Button } from '../../ui/Button.tsx';
import { useRetrievalActs } from './use-retrieval-acts.ts';

/** What can be done about images that are awaited or gone, beside the exam. */
export function RetrievalButtons({ study }: { study: StudySummary }) {
  const what = study.description || study.modalities.join(' + ') || 'sans description';
  return useRetrievalActs(study).map(({ verb, shortVerb, icon: Icon, isMain, run, isPending }) => (
    <Button
      key={verb}
      size="small"
      variant={isMain ? 'secondary' : 'quiet'}
      icon={<Icon aria-hidden />}
      isPending={isPending}
      aria-label={`${verb}, examen ${what}`}
      onPress={run}
    >
      {shortVerb}
    </Button>
  ));
}
