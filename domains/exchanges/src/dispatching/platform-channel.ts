import { withSystem, type SystemDatabase } from '@liaison/db';
import { ChannelError, type Channel } from '../ports.ts';
import { takeArrival } from '../receiving/take-arrival.ts';
import { findStructureOf, listOwnParticipants } from '../store.ts';

/** From one structure of this platform to another: the sender's software posts, the receiver's fetches. */
export function openPlatformChannel(database: SystemDatabase): Channel {
  return {
    kind: 'http',
    async send(parcel) {
      const { receiverId, participants } = await withSystem(database, async (tx) => ({
        receiverId: await findStructureOf(tx, parcel.receiver),
        participants: await listOwnParticipants(tx, parcel.structureId),
      }));
      if (receiverId === null) throw new ChannelError('unknown-receiver', false);
      await takeArrival(database, {
        structureId: receiverId,
        channel: 'http',
        endpoint: '',
        sourceKey: `${parcel.structureId}/${parcel.messageId}/${parcel.name}`,
        fileName: parcel.name,
        bytes: parcel.bytes,
        participants,
      });
    },
  };
}
