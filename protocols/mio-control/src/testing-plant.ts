/** Plants a fault in a right message and tells what the controller finds. */
import { type Message, writeMessage } from '@liaison/mio';
import { type ControlContext, makeController, readDecision, readKnown, readNeed } from './controller.ts';
import { fictiveNomenclatures } from './nomenclature/fictive-nomenclatures.ts';
import { openNomenclatures } from './nomenclature/open-nomenclatures.ts';

const controller = makeController({
  identity: { id: 'CTRL-1', product: 'Liaison', version: '0.1.0' },
  nomenclatures: openNomenclatures(fictiveNomenclatures()),
});

/** Code and field of each finding, as `MIO-CRO-041 Message répondu`. */
export function findIn(message: Message, context: ControlContext = {}): string[] {
  return controller
    .control(Buffer.from(writeMessage(message)), context)
    .findings.map(({ code, location }) => `${code} ${location.champ ?? '·'}`);
}

/** What is found where a fault is planted, and how to plant it. */
export type Planted<Some extends Message> = readonly [
  found: string | readonly string[],
  spoil: (copy: Some) => void,
];

/** Where the controller found other things than those planted, or anything in the message as it was. */
export function misses<Some extends Message>(
  message: Some,
  context: ControlContext,
  faults: readonly Planted<Some>[],
): { readonly planted: readonly string[]; readonly found: readonly string[] }[] {
  const controls = faults.map(([planted, spoil]) => ({
    planted: [planted].flat(),
    found: findIn(spoilt(message, spoil), context),
  }));
  return [{ planted: [], found: findIn(message, context) }, ...controls].filter(
    ({ planted, found }) => JSON.stringify(planted) !== JSON.stringify(found),
  );
}

/** A copy of a message, with one thing wrong. */
export function spoilt<Some extends Message>(message: Some, spoil: (copy: Some) => void): Some {
  const copy = structuredClone(message);
  spoil(copy);
  return copy;
}

/** What a control knows beside a message, from the messages themselves. */
export function knowing({
  needs,
  answered,
  decisions,
}: {
  readonly needs?: Message;
  readonly answered?: Message;
  readonly decisions?: readonly Message[];
}): ControlContext {
  const bytes = (message: Message) => Buffer.from(writeMessage(message));
  const need = needs && readNeed(bytes(needs));
  const known = answered && readKnown(bytes(answered));
  return {
    ...(need ? { need } : {}),
    ...(known ? { answered: known } : {}),
    ...(decisions ? { decisions: decisions.flatMap((decision) => readDecision(bytes(decision)) ?? []) } : {}),
  };
}
