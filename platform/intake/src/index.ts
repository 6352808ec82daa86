/** The one way in for instances, from whatever source, to containers. */
export { openIntake, defaultInstanceLimits, type Intake, type IntakeOptions } from './intake.ts';
export type { Announced } from './instance-header.ts';
export {
  transferSyntaxNotSupported,
  type Announcement,
  type InstanceLimits,
  type InstanceSink,
  type Outcome,
} from './instance-sink.ts';
export {
  intakeSlots,
  openRepairs,
  recoverIntake,
  type Repairs,
  type RepairsOptions,
} from './recover-intake.ts';
export type { Origin } from './source-store.ts';
export { hasSpareRoom } from './spare-room.ts';
export { storePart10 } from './store-part10.ts';
