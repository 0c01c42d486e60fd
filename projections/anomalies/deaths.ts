/** SQL that tells whether somebody was dead. */

/** Dead by the register or by report, on a day. A row of the register that was taken back no longer counts. */
export const deadSql = (who: string, on: string): string => `(
  exists (select from audit.death(p.at) x where x.person_ref = ${who} and x.occurred_on <= ${on})
  or exists (
    select from audit.register_row(p.at) x where x.person_ref = ${who} and x.kind = 'deceased' and x.change = 'added' and coalesce(x.on_date, ${on}) <= ${on}
      and not exists (select from audit.register_row(p.at) r where r.person_ref = ${who} and r.kind = 'deceased' and r.change = 'removed' and (r.position, r.ordinal) > (x.position, x.ordinal))))`;
