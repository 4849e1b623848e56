-- Running matters: read models folded from entries, and what the desk needs besides to answer and to act in time.
-- No column holds a null: where there is nothing, a text is empty and a number the largest or 0, as each column says. People stand here by opaque ids only.

-- One row a matter. Times: milliseconds since 1970, UTC; 9223372036854775807 for never.
create table matter (
  id {key},                                -- the number that its id spells; later matters have larger ones
  number text not null unique,
  revision {number} not null,              -- the position of its last entry
  type text not null,
  place text not null,
  holder text not null,
  state {number} not null check (state between 0 and 2),
  result text not null,                    -- the kind of its last closure while it is closed
  filed {number} not null,
  promised {number} not null,
  closed {number} not null,                -- 0 while it is open
  filed_for text not null,
  filed_by text not null,
  folded {bytes} not null                  -- its whole state, and the positions of its entries
) {strict};

create index matter_by_requester on matter (filed_for, id);

create index matter_by_helper on matter (filed_by, id) where filed_by <> '';

-- Which units have or had a part in a matter, and so may see it. Closed: 1.
create table matter_unit (
  unit text not null,
  closed {number} not null,
  matter {number} not null,
  type text not null,
  primary key (unit, closed, matter)
) {strict};

-- What waits for somebody now.
create table open_point (
  matter {number} not null,
  lane text not null,
  step text not null,
  kind {number} not null,
  unit text not null,                      -- of who is to do it; empty where it is a resident or nobody was found
  post text not null,                      -- empty where anybody of the unit may
  role text not null,                      -- empty where it is a post
  waits_on text not null,                  -- the unit on which the wait is booked; empty for the requester
  since {number} not null,
  due {number} not null,
  primary key (matter, lane)
) {strict};

create index open_point_by_post on open_point (unit, post, due);

create index open_point_by_wait on open_point (waits_on, due) where waits_on <> unit;

-- When time next matters to a matter.
create table matter_job (
  matter {key},
  at {number} not null
) {strict};

create index matter_job_by_time on matter_job (at);

-- Entries about seats, powers and versions of the structure, which everything else is decided on; they are folded when the desk opens.
create table rule_entry (
  position {key}
) {strict};

-- Uses of powers, so that ceilings of a period are counted. The sum stands sealed beside the entry, here only its band.
create table power_use (
  position {key},
  day {number} not null,                   -- days since 0001-01-01
  chain text not null,                     -- links from the one that acted up to the holder, parted by blanks
  field text not null,                     -- the personal field that holds the sum; empty without one
  band text not null
) {strict};

create index power_use_by_day on power_use (day);

-- Which officer looked into which matter on which day.
create table matter_look (
  matter {number} not null,
  day {number} not null,
  person text not null,
  unit text not null,
  position {number} not null,
  primary key (matter, day, person)
) {strict};

create index matter_look_by_person on matter_look (person, day);

-- The files of every version of the structure that was ever proposed; equal files are kept once.
create table structure_content (
  digest {bytes} primary key,
  content {bytes} not null
) {strict};

create table structure_file (
  version text not null,
  path text not null,
  digest {bytes} not null,
  primary key (version, path)
) {strict};

-- Acts that came with a key, so that a request that is sent twice is done once. Not folded from entries; old rows are deleted.
create table act_key (
  key {bytes} primary key,                 -- hash of who and key
  request {bytes} not null,                -- hash of what was asked
  at {number} not null,
  position {number} not null,
  entries {number} not null,
  matter {number} not null,                -- 0 where it is about none
  code text not null                       -- the code of a refusal that stands in the record; empty for an act that was done
) {strict};

create index act_key_by_time on act_key (at);

-- Drafts of residents, sealed under a key of the writer's own. They are no entries, and end by being filed, deleted or forgotten.
create table draft (
  id {key},
  writer text not null,
  type text not null,
  saved {number} not null,
  kept_until {number} not null,
  wrapped {bytes} not null,
  sealed {bytes} not null
) {strict};

create index draft_by_writer on draft (writer, id);
