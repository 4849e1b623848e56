-- Why what somebody gave in a matter is still there although its time is over: a read model of values-kept/1. People and matters stand here by opaque ids only.
create table value_kept (
  position {key},
  person text not null,
  purpose text not null,
  matter text not null,                    -- that holds it
  until {number} not null                  -- the last day on which it is not said again
) {strict};

create index value_kept_by_person on value_kept (person, purpose, position);
