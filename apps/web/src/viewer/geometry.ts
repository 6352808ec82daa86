import type { ManifestInstance } from '@liaison/imaging/contract';

/**
 * Position of a slice along its own normal in mm: ImagePositionPatient · (row × column) (PS3.3 section C.7.6.2.1.1).
 * Null where the image does not say.
 */
export function slicePosition(
  instance: Pick<ManifestInstance, 'imagePosition' | 'imageOrientation'>,
): number | null {
  const { imagePosition, imageOrientation } = instance;
  if (imagePosition === null || imageOrientation === null) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = imageOrientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  return normal[0] * imagePosition[0] + normal[1] * imagePosition[1] + normal[2] * imagePosition[2];
}

/**
 * Whether a stack of slices has isolated holes: steps of about twice those on either side, and few of them. Comparing with
 * the sides only lets a series in two thicknesses pass. A hint that images are missing, never a proof.
 */
export function hasHoles(
  instances: readonly Pick<ManifestInstance, 'imagePosition' | 'imageOrientation'>[],
): boolean {
  const positions = instances.map(slicePosition).filter((position) => position !== null);
  if (positions.length < 5 || positions.length !== instances.length) return false;
  const steps = positions.slice(1).map((position, i) => Math.abs(position - (positions[i] ?? position)));
  const holes = steps.filter((step, i) => {
    const beside = Math.max(steps[i - 1] ?? 0, steps[i + 1] ?? 0);
    return beside > 0.01 && step >= 1.9 * beside;
  }).length;
  return holes > 0 && holes <= Math.max(1, steps.length * 0.2);
}
