import { InstanceSink, type Announcement, type InstanceLimits } from './instance-sink.ts';
import { SourceStore, type Origin } from './source-store.ts';

export type IntakeOptions = {
  /** Folder of the containers. */
  readonly storeRoot: string;
  readonly origin: Origin;
  readonly limits?: Partial<InstanceLimits>;
  /** A container could not be closed properly: it is to be recovered later (`openRepairs`). */
  onUnclosed(path: string, error: unknown): void;
  /** The disk refused; the instance under way has its status. */
  onFailure(error: unknown): void;
};

/**
 * One source of instances: an association, a STOW-RS request, an import, a retrieval. Its instances come one after the
 * other; each is durable once its sink's `end` has given status 0.
 */
export type Intake = {
  /** Throws `TypeError` while another instance of this source is under way. */
  begin(announcement: Announcement): InstanceSink;
  /** The source is over: aborts what is under way, closes its containers. */
  closeAll(): void;
};

export const defaultInstanceLimits: InstanceLimits = {
  maxHeaderBytes: 1024 * 1024,
  maxInstanceBytes: 16 * 1024 ** 3,
};

export function openIntake(options: IntakeOptions): Intake {
  const store = new SourceStore(options.storeRoot, options.origin, options.onUnclosed);
  const limits = { ...defaultInstanceLimits, ...options.limits };
  let current: InstanceSink | null = null;
  const host = {
    containerFor: (StudyInstanceUID: string) => store.containerFor(StudyInstanceUID),
    failed: (writer: Parameters<typeof store.dropIfBroken>[0] | null, error: unknown) => {
      options.onFailure(error);
      if (writer) store.dropIfBroken(writer);
    },
    over: () => {
      current = null;
    },
  };
  return {
    begin(announcement) {
      if (current) throw new TypeError('another instance of this source is under way');
      current = new InstanceSink(announcement, host, limits);
      return current;
    },
    closeAll() {
      current?.abort();
      store.closeAll();
    },
  };
}
