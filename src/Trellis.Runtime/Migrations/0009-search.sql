-- Finding rows of registers without their values: keyed digests of words, folded from the values of entries while these are at hand. Nothing here can be read back; what equal
-- digests tell all the same stands in docs/reference/import.md. Everything here is derived from entries and values, and can be made anew.

create table search_word (
  word {number} not null,                  -- 64 bits of the keyed digest of register, kind and word
  position {number} not null,              -- the entry whose values bear it
  primary key (word, position)
) {clustered};

create table search_entry (
  position {key},
  subject text not null,
  words {bytes} not null                   -- its words once more, eight bytes each, so that they can be taken back
) {strict};

-- Two rows that may be one, until somebody links them. No value stands here: words such as "name:same", and a sum of weights.
create table match_proposal (
  one text not null,
  other text not null,
  score {number} not null,                 -- in hundredths of a bit
  reasons text not null,
  primary key (one, other)
) {clustered};

create index match_proposal_by_other on match_proposal (other);

-- How far each import came: the last line whose row stands in the record.
create table import_run (
  id text not null primary key,
  register text not null,
  line {number} not null
) {strict};
