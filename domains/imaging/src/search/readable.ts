import { sql, type RawBuilder } from 'kysely';
import type { SearchLevel } from './search-model.ts';

/** A part of a statement. */
export type Sql = RawBuilder<unknown>;

/** Views of what the transaction's actor may read (0014-readable.sql): the rows of a level and those that hold them. */
const views: Readonly<Record<SearchLevel, Sql>> = {
  study: sql`imaging.readable_study`,
  series: sql`imaging.readable_series`,
  instance: sql`imaging.readable_instance`,
};

export function readable(level: SearchLevel): Sql {
  return views[level];
}

/** A column of a row of such a view, which `alias` names. */
export function columnOf(alias: string, of: SearchLevel, column: string): Sql {
  return sql`(${sql.ref(`${alias}.${of}`)}).${sql.ref(column)}`;
}

const ownStructure = sql`nullif(current_setting('liaison.structure_id', true), '')::uuid`;

export type Newest = {
  level: SearchLevel;
  /** What is told of each row, which `p` names; `order` names columns of it. */
  columns: Sql;
  conditions: readonly Sql[];
  /** Within this study, or wherever the actor may read. */
  studyId?: string | null;
  /** Of the rows of one study. */
  order?: Sql;
};

const plannedFor = [26, 51, 101, 501, 1001];

/**
 * A limit that stands in the statement is planned for, once; as a parameter it is unknown, and each asking plans anew, which
 * takes longer than the search. Few limits make few statements.
 */
function rounded(most: number): number {
  return plannedFor.find((limit) => limit >= most) ?? 2 ** Math.ceil(Math.log2(most));
}

/**
 * Rows that the transaction's actor may read, those of the last received study first: `most` of them after the first `skip`,
 * or a few more. The studies of its own structure and those that are shared with it are looked for apart, so that an index gives
 * each of them in its order; `columns` must have `last_received_at` and `study_id`.
 */
export function newest(
  { level, columns, conditions, studyId, order }: Newest,
  { skip, most }: { skip: number; most: number },
): Sql {
  const of = (column: string) => columnOf('p', 'study', column);
  const sorted = sql`order by last_received_at desc, study_id desc${order ? sql`, ${order}` : sql``}`;
  const among = (within: Sql) =>
    sql`select ${columns} from ${readable(level)} p where ${sql.join([within, ...conditions], sql` and `)} ${sorted}`;
  const slice = sql`${skip > 0 ? sql`offset ${skip}` : sql``} limit ${sql.lit(rounded(most))}`;
  if (studyId) return sql`${among(sql`${of('id')} = ${studyId}`)} ${slice}`;
  const own = among(sql`${of('structure_id')} = ${ownStructure}`);
  const shared = among(sql`${of('id')} = any (array(
      select shared.id from access.shared_with_actor('study', 'study:read') as shared(id)))
    and ${of('structure_id')} is distinct from ${ownStructure}`);
  const first = skip > 0 ? sql`limit ${skip + most}` : sql`limit ${sql.lit(rounded(most))}`;
  return sql`select * from ((${own} ${first}) union all (${shared} ${first})) found ${sorted} ${slice}`;
}
