-- Dealings with neighbours: read models folded from entries. People stand here by opaque ids only; values lie sealed beside their entries.
-- Times are milliseconds since 1970, UTC; 9223372036854775807 for never. Where there is nothing, a text is empty and a position -1.

-- One row a dealing. Its id is that of the asker; where a neighbour asked, with the neighbour and a colon before it.
create table exchange (
  id text primary key,
  neighbour text not null,
  is_matter {number} not null,             -- 1 for a matter that is filed, 0 for values that are asked for
  is_ours {number} not null,               -- 1 where this record asked
  state {number} not null,
  owes {number} not null,                  -- what is still to be said to the neighbour; 0 for nothing
  matter text not null,
  person text not null,
  purpose text not null,
  digest text not null,                    -- of what was asked
  opened {number} not null,
  answered {number} not null,
  says {number} not null,
  lapses {number} not null,
  good_until {number} not null,
  size {number} not null,                  -- of the neighbour's newest checkpoint that came with it
  root text not null,
  about text not null,
  mark text not null
) {strict};

create index exchange_by_matter on exchange (matter, opened);

create index exchange_by_person on exchange (person, opened);

create index exchange_by_head on exchange (neighbour, size);

create index exchange_by_debt on exchange (owes, opened) where owes <> 0;

-- Messages of neighbours that were entered, so that none is taken twice.
create table exchange_message (
  digest text primary key,
  position {number} not null
) {strict};
