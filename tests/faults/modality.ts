import { AssociationError, isDone, type Association } from '@liaison/dicom';
import { openTestAssociation } from '@liaison/dimse/testing';
import { pause } from '../platform/start-platform.ts';
import { makeImage, newStudy, type Ledger, type Study } from './images.ts';

/** A modality that calls again until each of its images is acknowledged, as real ones do. */
export type Modality = {
  readonly study: Study;
  /** Images that were acknowledged. */
  count(): number;
  /** Sends no further image; resolves once the last one is acknowledged. */
  finish(): Promise<void>;
};

/** Sends images of one study, of sizes drawn from `random`, until it is asked to finish. */
export function startModality(
  port: number,
  ledger: Ledger,
  random: () => number,
  change: Parameters<typeof openTestAssociation>[1] = {},
): Modality {
  const study = newStudy();
  const course = { isFinishing: false, count: 0 };
  let association: Association | null = null;

  const sendOnce = async (image: ReturnType<typeof makeImage>): Promise<boolean> => {
    try {
      association ??= await openTestAssociation(port, change);
      const { status } = await association.cStore(image);
      if (isDone(status)) return true;
      throw new Error(`an image was refused with ${status.toString(16)}`);
    } catch (error) {
      // A fault ends an association; a refusal of an image fails the test.
      if (!(error instanceof AssociationError)) throw error;
      association = null;
      await pause(30);
      return false;
    }
  };
  const send = async (): Promise<void> => {
    for (let number = 1; !course.isFinishing; number += 1) {
      const image = makeImage(study, { number, size: 32 + 2 * Math.floor(random() * 80) });
      while (!(await sendOnce(image)));
      ledger.add(image);
      course.count += 1;
      await pause(Math.floor(random() * 20));
    }
    await association?.release().catch(() => {});
  };
  const sending = send();
  // Awaited in `finish`; until then a failure is not unhandled.
  sending.catch(() => {});
  return {
    study,
    count: () => course.count,
    finish: () => {
      course.isFinishing = true;
      return sending;
    },
  };
}
