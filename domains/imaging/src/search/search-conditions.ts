import { sql } from 'kysely';
import { columnOf, readable, type Sql } from './readable.ts';
import type { Condition, SearchLevel } from './search-model.ts';

const levels = ['study', 'series', 'instance'] as const satisfies readonly SearchLevel[];

/**
 * Conditions of a search for rows of a level, which `p` names. Those on lower levels ask whether one there fulfils all
 * that are on it.
 */
export function conditionsFor(level: SearchLevel, conditions: readonly Condition[]): Sql[] {
  const byLevel = Map.groupBy(conditions, ({ of }) => of);
  return levels.flatMap((of) => {
    const own = byLevel.get(of) ?? [];
    if (own.length === 0 || levels.indexOf(of) <= levels.indexOf(level))
      return own.map((one) => conditionOn('p', one));
    const within = sql`${columnOf('q', level, 'id')} = ${columnOf('p', level, 'id')}`;
    const all = [within, ...own.map((one) => conditionOn('q', one))];
    return [sql`exists (select 1 from ${readable(of)} q where ${sql.join(all, sql` and `)})`];
  });
}

function conditionOn(alias: string, condition: Condition): Sql {
  return condition.path === undefined ? onColumn(alias, condition) : onHeld(alias, condition);
}

type OnColumn = Extract<Condition, { path?: undefined }>;
type OnHeld = Extract<Condition, { path: string }>;

function onColumn(alias: string, condition: OnColumn): Sql {
  const spot = columnOf(alias, condition.of, condition.column);
  const study = (column: string) => columnOf(alias, 'study', column);
  switch (condition.how) {
    case 'in':
      return sql`${spot} = any (${condition.values})`;
    case 'like':
      return sql`${spot} like ${condition.value}`;
    case 'folded':
      return sql`directory.fold(${spot}) like directory.fold(${condition.value})`;
    case 'name':
      return sql`exists (select 1
        from unnest(string_to_array(${study('folded_name')}, '=') || ${study('folded_name')}) as held(v)
       where rtrim(v, '^ ') like directory.fold(${condition.value}))`;
    case 'word':
      return sql`${study('folded_name')} ~ ('(^|[^[:alnum:]])' || directory.fold(${condition.value}))`;
    case 'text':
      return sql`${study('search_text')} like directory.fold(${condition.value})`;
    case 'empty':
      return sql`coalesce(${spot}::text, '') in ('', '{}')`;
    case 'from':
      return sql`${spot} >= ${condition.value}`;
    case 'to':
      return sql`${spot} <= ${condition.value}`;
    case 'between':
      return sql`${study('study_date')} + coalesce(${study('study_time')}, time '00:00')
        between ${condition.from} and ${condition.to}`;
    case 'has':
      return sql`exists (select 1 from unnest(${spot}) as held(v) where v like ${condition.value})`;
    case 'holds':
      return sql`${spot} @> array[${condition.value}]`;
  }
}

/** Whether one of the values kept as JSON fulfils it. */
function onHeld(alias: string, condition: OnHeld): Sql {
  const kept = columnOf(alias, condition.of, 'attributes');
  const some = (test: Sql) =>
    sql`exists (select 1 from jsonb_path_query(${kept}, ${condition.path}::jsonpath) as held(v) where ${test})`;
  const text = sql`v #>> '{}'`;
  switch (condition.how) {
    case 'json-like':
      return some(sql`${text} like ${condition.value}`);
    case 'json-folded':
      return some(sql`directory.fold(rtrim(${text}, '^ ')) like directory.fold(${condition.value})`);
    case 'json-word':
      return some(sql`directory.fold(${text}) ~ ('(^|[^[:alnum:]])' || directory.fold(${condition.value}))`);
    case 'json-range':
      return some(
        sql`rpad(replace(${text}, '.', ''), 14, '0') between ${condition.from} and ${condition.to}`,
      );
    case 'json-empty':
      return sql`not ${some(sql`true`)}`;
  }
}
