import {
  fictiveNomenclatures,
  makeController,
  openNomenclatures,
  readNeed,
  readOffer,
  type ControllerIdentity,
  type ControlReport,
  type NomenclatureSet,
} from '@liaison/mio-control';
import { SdkError } from '../error.ts';

export interface ControllerOptions {
  /** The program that controls, as reports and certificates will name it. */
  readonly identity: ControllerIdentity;
  /** The code lists that are installed. Without any, codes are held to their form and key alone. */
  readonly nomenclatures?: readonly NomenclatureSet[];
  /** The fictive lists of the demonstration too: never for a real market. */
  readonly isDemo?: boolean;
}

export interface ControlOptions {
  /** The call for tenders (M10, M11) that an offer answers, as it was received. */
  readonly needs?: Uint8Array;
  /** The offer (M20) that an award retains, as it was received. */
  readonly offer?: Uint8Array;
  /** Day whose code lists count, `AAAA-MM-JJ`, in the place of the consultation's own. */
  readonly on?: string;
  /** Refuses test messages, which must never enter production. */
  readonly isProduction?: boolean;
}

export interface MessageController {
  /**
   * Controls a message as it came: all that is wrong with it, where, and what to do. Never throws on what the message is.
   * @throws SdkError `sdk/format` where the needs or the offer beside it cannot be read
   */
  control(message: Uint8Array, options?: ControlOptions): ControlReport;
}

/** A controller in this process, without network. Opening one is cheap; its first control compiles schemas (0.5 s). */
export function openController({
  identity,
  nomenclatures = [],
  isDemo,
}: ControllerOptions): MessageController {
  const lists = isDemo ? [...nomenclatures, ...fictiveNomenclatures()] : nomenclatures;
  const controller = makeController({ identity, nomenclatures: openNomenclatures(lists) });
  return {
    control(message, { needs, offer, on, isProduction } = {}) {
      const asked = needs && readNeed(needs);
      if (needs && !asked)
        throw new SdkError(
          'sdk/format',
          'La demande de prix jointe n’est pas un message M10 ou M11 lisible.',
        );
      const retained = offer && readOffer(offer);
      if (offer && !retained)
        throw new SdkError('sdk/format', 'L’offre jointe n’est pas un message M20 lisible.');
      return controller.control(message, {
        ...(asked ? { need: asked } : {}),
        ...(retained ? { offer: retained } : {}),
        ...(on === undefined ? {} : { effectiveOn: on }),
        ...(isProduction === undefined ? {} : { isProduction }),
      });
    },
  };
}
