/**
 * The state machine of the upper layer (PS3.8 section 9.2, table 9-10), under the standard's names. Both the requestor
 * and the acceptor of an association follow it; whoever holds a state asks `transition` what an event makes of it.
 */

/**
 * - `Sta1` idle · `Sta2` connection open, waiting for A-ASSOCIATE-RQ · `Sta3` waiting for the local answer
 * - `Sta4` waiting for the connection · `Sta5` waiting for A-ASSOCIATE-AC or -RJ · `Sta6` association established
 * - `Sta7` waiting for A-RELEASE-RP · `Sta8` waiting for the local release response
 * - `Sta9` to `Sta12` release collisions · `Sta13` waiting for the connection to close
 */
export type State =
  | 'Sta1'
  | 'Sta2'
  | 'Sta3'
  | 'Sta4'
  | 'Sta5'
  | 'Sta6'
  | 'Sta7'
  | 'Sta8'
  | 'Sta9'
  | 'Sta10'
  | 'Sta11'
  | 'Sta12'
  | 'Sta13';

export type Event =
  | 'A-ASSOCIATE request'
  | 'transport confirm'
  | 'A-ASSOCIATE-AC'
  | 'A-ASSOCIATE-RJ'
  | 'transport indication'
  | 'A-ASSOCIATE-RQ'
  | 'A-ASSOCIATE accept'
  | 'A-ASSOCIATE reject'
  | 'P-DATA request'
  | 'P-DATA-TF'
  | 'A-RELEASE request'
  | 'A-RELEASE-RQ'
  | 'A-RELEASE-RP'
  | 'A-RELEASE response'
  | 'A-ABORT request'
  | 'A-ABORT'
  | 'transport closed'
  | 'ARTIM expired'
  | 'invalid PDU';

export type Action =
  | 'AE-1'
  | 'AE-2'
  | 'AE-3'
  | 'AE-4'
  | 'AE-5'
  | 'AE-6'
  | 'AE-7'
  | 'AE-8'
  | 'DT-1'
  | 'DT-2'
  | 'AR-1'
  | 'AR-2'
  | 'AR-3'
  | 'AR-4'
  | 'AR-5'
  | 'AR-6'
  | 'AR-7'
  | 'AR-8'
  | 'AR-9'
  | 'AR-10'
  | 'AA-1'
  | 'AA-2'
  | 'AA-3'
  | 'AA-4'
  | 'AA-5'
  | 'AA-6'
  | 'AA-7'
  | 'AA-8';

type Row = Partial<Record<State, Action>>;

const fromSta5: readonly State[] = ['Sta5', 'Sta6', 'Sta7', 'Sta8', 'Sta9', 'Sta10', 'Sta11', 'Sta12'];

function row(action: Action, states: readonly State[], more: Row = {}): Row {
  return { ...Object.fromEntries(states.map((state) => [state, action])), ...more };
}

/** A PDU that comes when none of its kind is expected: AA-1 before an association, AA-8 in it, AA-6 after it. */
function unexpected(more: Row): Row {
  return row('AA-8', ['Sta3', ...fromSta5], { Sta2: 'AA-1', Sta13: 'AA-6', ...more });
}

/** Table 9-10: the action of an event in a state. An empty cell cannot be. */
export const transitions: Readonly<Record<Event, Row>> = {
  'A-ASSOCIATE request': { Sta1: 'AE-1' },
  'transport confirm': { Sta4: 'AE-2' },
  'A-ASSOCIATE-AC': unexpected({ Sta5: 'AE-3' }),
  'A-ASSOCIATE-RJ': unexpected({ Sta5: 'AE-4' }),
  'transport indication': { Sta1: 'AE-5' },
  'A-ASSOCIATE-RQ': unexpected({ Sta2: 'AE-6', Sta13: 'AA-7' }),
  'A-ASSOCIATE accept': { Sta3: 'AE-7' },
  'A-ASSOCIATE reject': { Sta3: 'AE-8' },
  'P-DATA request': { Sta6: 'DT-1', Sta8: 'AR-7' },
  'P-DATA-TF': unexpected({ Sta6: 'DT-2', Sta7: 'AR-6' }),
  'A-RELEASE request': { Sta6: 'AR-1' },
  'A-RELEASE-RQ': unexpected({ Sta6: 'AR-2', Sta7: 'AR-8' }),
  'A-RELEASE-RP': unexpected({ Sta7: 'AR-3', Sta10: 'AR-10', Sta11: 'AR-3' }),
  'A-RELEASE response': { Sta8: 'AR-4', Sta9: 'AR-9', Sta12: 'AR-4' },
  'A-ABORT request': row('AA-1', ['Sta3', ...fromSta5], { Sta4: 'AA-2' }),
  'A-ABORT': row('AA-3', ['Sta3', ...fromSta5], { Sta2: 'AA-2', Sta13: 'AA-2' }),
  'transport closed': row('AA-4', ['Sta3', 'Sta4', ...fromSta5], { Sta2: 'AA-5', Sta13: 'AR-5' }),
  'ARTIM expired': { Sta2: 'AA-2', Sta13: 'AA-2' },
  'invalid PDU': row('AA-8', ['Sta3', ...fromSta5], { Sta2: 'AA-1', Sta13: 'AA-7' }),
};

/** Where each action leads (tables 9-6 to 9-9). AE-6 also leads to Sta13, AR-8 also to Sta10: see `transition`. */
const nextStates: Readonly<Record<Action, State>> = {
  'AE-1': 'Sta4',
  'AE-2': 'Sta5',
  'AE-3': 'Sta6',
  'AE-4': 'Sta1',
  'AE-5': 'Sta2',
  'AE-6': 'Sta3',
  'AE-7': 'Sta6',
  'AE-8': 'Sta13',
  'DT-1': 'Sta6',
  'DT-2': 'Sta6',
  'AR-1': 'Sta7',
  'AR-2': 'Sta8',
  'AR-3': 'Sta1',
  'AR-4': 'Sta13',
  'AR-5': 'Sta1',
  'AR-6': 'Sta7',
  'AR-7': 'Sta8',
  'AR-8': 'Sta9',
  'AR-9': 'Sta11',
  'AR-10': 'Sta12',
  'AA-1': 'Sta13',
  'AA-2': 'Sta1',
  'AA-3': 'Sta1',
  'AA-4': 'Sta1',
  'AA-5': 'Sta1',
  'AA-6': 'Sta13',
  'AA-7': 'Sta13',
  'AA-8': 'Sta13',
};

export type Role = 'requestor' | 'acceptor';
export type Transition = { readonly action: Action; readonly next: State };

/** What an event does in a state; undefined where table 9-10 has an empty cell. */
export function transition(state: State, event: Event, role: Role): Transition | undefined {
  const action = transitions[event][state];
  if (!action) return undefined;
  // A release collision: the requestor of the association answers first (AR-8, PS3.8 section 9.2.2).
  if (action === 'AR-8' && role === 'acceptor') return { action, next: 'Sta10' };
  return { action, next: nextStates[action] };
}

/** The event that the arrival of a PDU is. */
export const pduEvents: Readonly<Record<number, Event>> = {
  0x01: 'A-ASSOCIATE-RQ',
  0x02: 'A-ASSOCIATE-AC',
  0x03: 'A-ASSOCIATE-RJ',
  0x04: 'P-DATA-TF',
  0x05: 'A-RELEASE-RQ',
  0x06: 'A-RELEASE-RP',
  0x07: 'A-ABORT',
};
