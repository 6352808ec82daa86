import {
  makeController,
  openNomenclatures,
  fictiveNomenclatures,
  type Controller,
} from '@liaison/mio-control';
import manifest from '../package.json' with { type: 'json' };

/** The controller of this command. `isDemo`: with the code lists of the demonstration, which are fictive. */
export function openController({ isDemo }: { readonly isDemo: boolean }): Controller {
  return makeController({
    identity: { id: 'mio', product: 'Liaison mio', version: manifest.version },
    nomenclatures: openNomenclatures(isDemo ? fictiveNomenclatures() : []),
  });
}
