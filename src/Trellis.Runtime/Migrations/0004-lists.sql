-- A unit's list of one type among many goes through all of its rows: they lie beside each other, and the key alone, in which the type stands last, says which are of it.

create table matter_unit_by_key (
  unit text not null,
  closed {number} not null,
  matter {number} not null,
  type text not null,
  primary key (unit, closed, matter, type)
) {clustered};

insert into matter_unit_by_key (unit, closed, matter, type) select unit, closed, matter, type from matter_unit;

drop table matter_unit;

alter table matter_unit_by_key rename to matter_unit;
