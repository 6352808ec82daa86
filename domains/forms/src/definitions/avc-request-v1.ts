import type { FormDefinition } from '../model.ts';
import { avcBiology, avcImaging, avcOrganisation } from './avc-request-examinations.ts';
import { avcHistory, avcPriorState, avcSymptoms, avcTreatments, avcVitals } from './avc-request-patient.ts';
import { avcTimeline } from './avc-request-timeline.ts';
import { avcContext, avcCore, avcOnset, avcQuestion, avcSeverity } from './avc-request-core.ts';

/**
 * Demande d'avis AVC aigu. Nothing is required; the question comes first, then what the neurologist asks at once, and
 * all else is folded. Thrombolysis checklist and dose tables are left out: they need a regulatory opinion first.
 */
export const avcRequestV1: FormDefinition = {
  id: 'avc-request',
  version: 1,
  title: 'Demande d’avis AVC aigu',
  kind: 'request',
  approvedBy: null,
  sections: [
    avcQuestion,
    avcOnset,
    avcSeverity,
    avcCore,
    avcSymptoms,
    avcContext,
    avcTimeline,
    avcPriorState,
    avcHistory,
    avcTreatments,
    avcVitals,
    avcBiology,
    avcImaging,
    avcOrganisation,
  ],
};
