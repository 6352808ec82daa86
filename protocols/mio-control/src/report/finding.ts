import type { ModelPath } from '@liaison/mio';

/**
 * What is wrong with a message, where in the reader's own document, and what to do.
 * Severities, layers and fields are those of the control report (M40).
 */

/** Worst first. `BLOQUANT`: the message cannot be read on; `ERREUR`: its data must be corrected before it is certified. */
export const severities = ['BLOQUANT', 'ERREUR', 'AVERTISSEMENT', 'INFO'] as const;
export type Severity = (typeof severities)[number];

/** In the order in which they are controlled. */
export const layers = [
  'ENVELOPPE',
  'SECURITE',
  'XML',
  'XSD',
  'STRUCTURE',
  'NOMENCLATURE',
  'METIER',
  'CROISE',
  'PLAUSIBILITE',
] as const;
export type Layer = (typeof layers)[number];

/** `MIO-<three letters of the layer>-<number>`, XLS being the reading of a workbook. A code keeps its meaning for ever; a withdrawn one is not used again. */
export type FindingCode =
  `MIO-${'ENV' | 'SEC' | 'XML' | 'XSD' | 'STR' | 'NOM' | 'MET' | 'CRO' | 'PLA' | 'XLS'}-${string}`;

/** Where: as much as is known. `line` counts from 1 in the XML; `lot` and `ligne` are the message's own ids. */
export interface Place {
  readonly xpath?: string;
  readonly line?: number;
  readonly lot?: string;
  readonly ligne?: string;
  /** French name of the field, as in the field table. */
  readonly champ?: string;
  /** Cell of the workbook the message came from: `Bordereau!F132`. */
  readonly excel?: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly layer: Layer;
  readonly message: { readonly fr: string; readonly en: string };
  readonly location: Place;
  /** Property of the message that it is about, where that is known: for programs that show or correct it. */
  readonly path?: ModelPath;
  /** What stands there, cut at 200 characters. */
  readonly value?: string;
  readonly expected?: string;
  /** What to do, in French. */
  readonly suggestion?: string;
  readonly ruleUrl: string;
}
