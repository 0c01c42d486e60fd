/** SQL of things of one subject that come close together, so many within so many days: windows that touch are one cluster. */

export interface Clustered {
  /** The relation they stand in; `numbers` stands beside it, with `window_days` and, under the name `enough`, how many it takes. */
  readonly rows: string;
  /** Column of the day. */
  readonly on: string;
  /** Column that orders those of one day. */
  readonly by: string;
  readonly enough: string;
}

/** Two further relations of a `with`: `windows`, and `clustered` with all columns of the rows and the number of their `cluster`. */
export const clustersSql = ({ rows, on, by, enough }: Clustered): string => `windows as (
    select e.${on} as ends_on from (select distinct r.${on} from ${rows} r) e
    join numbers n on true
    join ${rows} o on o.${on} <= e.${on} and o.${on} >= e.${on} - n.window_days
    group by e.${on}, n.${enough} having count(*) >= n.${enough}
  ), clustered as (
    select c.*, sum(c.begins) over (order by c.${on}, c.${by}) as cluster
    from (
      select r.*, case when r.${on} - lag(r.${on}) over (order by r.${on}, r.${by}) <= n.window_days then 0 else 1 end as begins
      from ${rows} r join numbers n on true
      where exists (select from windows w where r.${on} <= w.ends_on and r.${on} >= w.ends_on - n.window_days)
    ) c
  )`;
