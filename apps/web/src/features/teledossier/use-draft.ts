import type { FormDefinition } from '@liaison/forms/contract';
import { saveDraft } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { useEffect, useRef, useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { validPart } from '../forms/valid-part.ts';
import type { SaveOutcome } from './autosave.ts';
import { bodyOf, draftOf, filledFrom } from './draft.ts';
import type { Draft } from './draft.ts';
import { asksTheSame, mergeDrafts } from './merge-drafts.ts';
import { outcomeOfError, useAutosave } from './use-autosave.ts';

type DraftSource = {
  view: DossierView;
  definition: FormDefinition;
  /** Reads the dossier again; gives the new view, or undefined when it cannot be read. */
  reload: () => Promise<DossierView | undefined>;
};

/**
 * The brouillon being typed. It is saved as it changes; what another device saves is taken in, as long as both have not
 * changed the same field.
 */
export function useDraft({ view, definition, reload }: DraftSource) {
  const [draft, setDraft] = useState(() => draftOf(view));
  const latest = useRef(draft);
  const saved = useRef({ revision: view.revision, draft });

  const put = (next: Draft) => {
    latest.current = next;
    setDraft(next);
  };

  const send = async (typed: Draft): Promise<SaveOutcome> => {
    // What waited for the save before lacks the traits that images gave in it, and would take them away again.
    const value = { ...typed, patient: latest.current.patient };
    const valid = { ...value, answers: validPart(definition, value.answers).answers };
    const body = bodyOf(valid, saved.current.revision);
    const reply = await callEndpoint(saveDraft, { params: { dossierId: view.id }, body });
    const isOtherStudies = value.studyIds.join() !== saved.current.draft.studyIds.join();
    saved.current = { revision: reply.revision, draft: { ...valid, patient: reply.patient } };
    put({ ...latest.current, patient: filledFrom(latest.current.patient, reply.patient) });
    if (isOtherStudies) void reload();
    return { kind: 'saved', at: reply.savedAt };
  };

  const reconcile = async (value: Draft): Promise<SaveOutcome> => {
    const theirs = await reload();
    const merged = theirs && mergeDrafts(saved.current.draft, value, draftOf(theirs));
    if (!theirs || !merged) return { kind: 'conflict' };
    const since = mergeDrafts(value, latest.current, merged) ?? merged;
    saved.current = { revision: theirs.revision, draft: draftOf(theirs) };
    put(since);
    return send(merged);
  };

  const save = async (value: Draft): Promise<SaveOutcome> => {
    const outcome = await send(value).catch(outcomeOfError);
    return outcome.kind === 'conflict' ? reconcile(value).catch(outcomeOfError) : outcome;
  };
  const { autosave, state } = useAutosave(save);

  const change = (next: (before: Draft) => Draft) => {
    const changed = next(latest.current);
    if (changed === latest.current) return;
    put(changed);
    autosave.change(changed);
  };

  const adopt = (theirs: DossierView) => {
    saved.current = { revision: theirs.revision, draft: draftOf(theirs) };
    put(draftOf(theirs));
    autosave.reset(null);
  };

  /** What was typed here and cannot be saved yet, being no valid answer, stays. */
  const takeIn = (theirs: DossierView) => {
    const merged = mergeDrafts(saved.current.draft, latest.current, draftOf(theirs));
    adopt(theirs);
    if (merged) put(merged);
  };

  useEffect(() => {
    // Nothing waits here and a newer version came: it was saved elsewhere, or the images brought the patient's traits.
    if (view.revision > saved.current.revision && autosave.state().kind === 'saved') takeIn(view);
  });

  return {
    draft,
    change,
    state,
    /** Saves what waits; gives the revision to send, or null when it could not be saved. */
    async settle(): Promise<number | null> {
      const settled = await autosave.flush();
      return settled.kind === 'saved' ? saved.current.revision : null;
    },
    /**
     * Takes in what was saved elsewhere since the last save; gives the revision to send, or null when it is no longer what
     * its author read.
     */
    async catchUp(): Promise<number | null> {
      const read = latest.current;
      const theirs = await reload();
      if (!theirs || autosave.state().kind !== 'saved') return null;
      takeIn(theirs);
      return asksTheSame(read, latest.current) ? saved.current.revision : null;
    },
    async loadTheirs() {
      const theirs = await reload();
      if (theirs) adopt(theirs);
    },
    async keepMine() {
      const theirs = await reload();
      if (theirs) saved.current = { revision: theirs.revision, draft: draftOf(theirs) };
      await autosave.resume();
    },
  };
}
