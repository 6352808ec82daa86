import type { SubscriberReport } from '@liaison/mio-authority';
import { latestOf, type UpdateState } from '@liaison/mio-bundle';

/** Who follows: the name that it gives itself, and its version. */
export type Installation = { readonly name: string; readonly controllerVersion: string };

/** What an authority is told of an installation: the newest version of each bundle, and what went wrong last. */
export function describeState(
  state: UpdateState,
  { name, controllerVersion }: Installation,
  trouble: string | null,
): SubscriberReport {
  const bundleIds = [...new Set(state.versions.map(({ bundleId }) => bundleId))].toSorted();
  const installed = bundleIds.flatMap((bundleId) => {
    const version = latestOf(state, bundleId);
    return version ? [{ bundleId, version: version.version, contentSha256: version.contentSha256 }] : [];
  });
  return {
    installation: name,
    controllerVersion,
    rootVersion: state.root.version,
    pointerSequence: state.pointer?.sequence ?? 0,
    installed,
    trouble,
  };
}
