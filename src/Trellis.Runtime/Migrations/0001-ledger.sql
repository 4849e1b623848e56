-- The record, what stands encrypted beside it, and the read models that are folded from it.
-- One text for SQLite and PostgreSQL. A word in braces stands for what the two spell differently:
--   {key}     a whole number of 64 bits that is the primary key (in SQLite the key of the table's own tree)
--   {number}  a whole number of 64 bits
--   {bytes}   bytes as they are
--   {strict}  ends a table: every column keeps its type
--   {postgres}  begins a line that only PostgreSQL needs

-- One leaf of the tree: canonical bytes of an entry. Positions count from 0 without a gap.
create table ledger_entry (
  position {key} check (position >= 0),
  bytes {bytes} not null
) {strict};

-- Full tiles only: 256 hashes of 32 bytes. Those at the right edge are computed from the entries when the record opens.
create table ledger_tile (
  level {number} not null check (level between 0 and 7),
  number {number} not null check (number >= 0),
  hashes {bytes} not null check (length(hashes) = 8192),
  primary key (level, number)
) {strict};

-- Hashes cannot be compressed; PostgreSQL would try it with each tile.
{postgres} alter table ledger_tile alter column hashes set storage external;

-- Signed tree heads, with what witnesses added. Time: milliseconds since 1970, UTC.
create table ledger_checkpoint (
  size {key} check (size >= 0),
  note text not null,
  at {number} not null
) {strict};

-- What is said once about the whole record, such as its origin.
create table ledger_meta (
  name text primary key,
  value text not null
) {strict};

-- Who may write. Each commit says the epoch it was made under; a writer that was replaced breaks the rule of this row.
create table ledger_writer (
  one {key} check (one = 1),
  epoch {number} not null,
  constraint ledger_writer_fence check (epoch >= 0)
) {strict};

-- One key for each person and purpose, wrapped by a key outside the database. Erasing deletes the row.
create table personal_key (
  number {key},
  id {bytes} not null unique,
  person text not null,
  purpose text not null,
  wrapped {bytes} not null,
  unique (person, purpose)
) {strict};

-- Salt and value together, sealed under the key; the entry at the position holds the commitment.
create table personal_value (
  position {number} not null,
  field text not null,
  key {number} not null references personal_key (number),
  sealed {bytes} not null,
  primary key (position, field)
) {strict};

create index personal_value_by_key on personal_value (key);

-- Read model of attachment-added/1 and values-erased/1. The content lies encrypted in a folder, under the id.
create table attachment (
  id text primary key,
  position {number} not null unique,
  erased {number}
) {strict};

-- Read model of values-erased/1.
create table erasure (
  position {key},
  at {number} not null,
  by_whom text not null,
  basis text not null,
  keys {number} not null,
  values_erased {number} not null,
  attachments {number} not null
) {strict};

insert into ledger_writer (one, epoch) values (1, 0);
