-- Forms that units owe, and judgements that levels add to figures: read models folded from entries. What was given in a form stands beside the record, but for facts about nobody.

-- One row for each event of a form. No column holds a null: where there is nothing, a text is empty and a number 0.
create table form_event (
  position {key},
  kind text not null,                      -- submitted, corrected, returned, delegated, suspended, renewed, asked-twice
  form text not null,
  unit text not null,
  occasion text not null,                  -- a period, a day, or a matter
  section text not null,                   -- empty for the part of the filler
  number {number} not null,                -- of the version
  at {number} not null,                    -- milliseconds since 1970, UTC
  by_whom text not null,                   -- post and unit
  more text not null,                      -- the post it was given to; the item that is asked twice, and the matter, joined by an equals sign
  person text not null,
  rows {number} not null,
  typed {number} not null,
  filled {number} not null,
  changed {number} not null,
  minutes {number} not null,               -- in steps of five; 0 where nobody said
  due {number} not null                    -- 0 where the form names no limit
) {strict};

create index form_event_by_occasion on form_event (form, unit, occasion);

-- Facts about nobody that were given in a form, of which figures are made.
create table form_fact (
  position {number} not null,
  item text not null,
  value text not null,
  primary key (position, item)
) {strict};

-- Units that were late, each told once to whoever waits.
create table form_overdue (
  form text not null,
  occasion text not null,
  unit text not null,
  position {number} not null,
  primary key (form, occasion, unit)
) {strict};

create table figure_judgement (
  position {key},
  indicator text not null,
  unit text not null,
  period text not null,
  entries {number} not null,               -- from so many entries the number was counted
  number text not null,
  at {number} not null,
  by_whom text not null
) {strict};

create index figure_judgement_by_figure on figure_judgement (indicator, unit, period);
