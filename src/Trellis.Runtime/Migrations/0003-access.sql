-- Who may use the server, what was answered to other programs about authority, and who is told of events.
-- Times are milliseconds since 1970, UTC; 0 stands for never.

-- Read model of token-issued/1 and token-revoked/1. Of the secret there is the SHA-256 of its 256 random bits.
create table access_token (
  id text primary key,
  position {number} not null unique,
  digest {bytes} not null check (length(digest) = 32),
  person text not null,
  post text not null,
  program text not null,
  scopes text not null,
  issued {number} not null,
  expires {number} not null,
  revoked {number} not null
) {strict};

-- People who are signed in. No entries: that somebody signed in is nobody's business but theirs. A restore ends all of them.
create table access_session (
  digest {bytes} primary key check (length(digest) = 32),
  person text not null,
  post text not null,
  begun {number} not null,
  expires {number} not null
) {strict};

-- Answers of AuthZEN. No acts, hence no entries; each names the version of the structure and how many entries the record had.
-- A record whose key is personal stands here as a keyed hash.
create table decision (
  number {key},
  at {number} not null,
  structure text not null,
  ledger_size {number} not null,
  asked_by text not null,
  request text not null,
  subject_type text not null,
  subject text not null,
  action text not null,
  resource_type text not null,
  resource text not null,
  permitted {number} not null check (permitted in (0, 1)),
  code text not null
) {strict};

-- Addresses that an operator registered to be told of events, and how far each of them was told. What is still to be sent stands in the record itself, from told on.
create table webhook (
  id text primary key,
  address text not null,
  secret {bytes} not null,
  told {number} not null,
  attempts {number} not null,
  next {number} not null,
  failing {number} not null,
  trouble text not null,
  disabled {number} not null
) {strict};
