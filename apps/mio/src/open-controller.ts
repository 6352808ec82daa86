import { BundleError, bundleErrorsFr, openUpdateStore } from '@liaison/mio-bundle';
import {
  makeController,
  openNomenclatures,
  fictiveNomenclatures,
  type Controller,
  type NomenclatureSet,
} from '@liaison/mio-control';
import { readNomenclatures } from '@liaison/mio-updates';
import manifest from '../package.json' with { type: 'json' };
import { FileError } from './command.ts';

/** Whose code lists count: those of the demonstration, which are fictive, or those of a folder of updates. */
export type Lists = { readonly isDemo: boolean; readonly folder?: string | undefined };

/** The controller of this command. @throws FileError where there are no lists to read */
export function openController({ isDemo, folder }: Lists): Controller {
  const installed = folder === undefined ? [] : readLists(folder);
  return makeController({
    identity: { id: 'mio', product: 'Liaison mio', version: manifest.version },
    nomenclatures: openNomenclatures([...(isDemo ? fictiveNomenclatures() : []), ...installed]),
  });
}

function readLists(folder: string): NomenclatureSet[] {
  try {
    return readNomenclatures(openUpdateStore(folder, null, manifest.version));
  } catch (error) {
    if (error instanceof BundleError && error.code !== 'bundle/malformed')
      throw new FileError(`${folder} : ${bundleErrorsFr[error.code]}`, { cause: error });
    throw new FileError(`${folder} : aucune mise à jour n’y est ; prenez-les par « mio update ».`, {
      cause: error,
    });
  }
}
