-- Registers: read models folded from entries. Rows of registers stand here by opaque ids, and no value does: values lie sealed in personal_value.
-- What a row shows all the same: that there is such a subject, which items were claimed for which days, by whom, and to which other rows it is related.

create table subject (
  register text not null,
  key text not null,
  begun {number} not null,                 -- the position of the entry that entered it
  revision {number} not null,              -- the position of its last entry
  ended {number} not null,                 -- its last day, in days since 0001-01-01; 0 while it has none
  after text not null,                     -- what ended it; empty while nothing has
  folded {bytes} not null,                 -- its claims, with their days and whence they come
  primary key (register, key)
) {clustered};

create index subject_by_end on subject (register, after, ended) where ended > 0;

-- Which rows any claim of a subject ever named; whether it holds on a day stands in the claim.
create table subject_relation (
  target text not null,
  item text not null,                      -- register.item
  subject text not null,
  primary key (target, item, subject)
) {clustered};

-- Two rows that somebody confirmed to be the same. A link that was undone stays, so that it can be told what was seen while it held.
create table subject_link (
  position {key},
  one text not null,
  other text not null,
  undone {number} not null,                -- the position of the entry that undid it; 0 while it holds
  folded {bytes} not null
) {strict};

create index subject_link_by_one on subject_link (one);

create index subject_link_by_other on subject_link (other);

-- Items on which claims of several departments differ, until the owner of the item settles what holds.
create table disagreement (
  item text not null,                      -- register.item
  subject text not null,                   -- of those that are linked the first by its id
  since {number} not null,                 -- the position of the newest claim on it
  primary key (item, subject)
) {clustered};
