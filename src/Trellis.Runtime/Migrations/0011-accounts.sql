-- Accounts with which people sign in, and more of how each session began.

-- Read model of account-changed/1. How its holder signs in stands sealed beside the entry at position, under the key of the person for signing in.
create table account (
  id text primary key,
  person text not null,
  position {number} not null unique,
  state text not null,
  locked {number} not null
) {strict};

-- Sessions are no part of the record: all end here once, since their seal covers the new columns too.
drop table access_session;

create table access_session (
  digest {bytes} primary key check (length(digest) = 32),
  person text not null,
  post text not null,
  begun {number} not null,
  expires {number} not null,
  via text not null,        -- password, passkey, provider:ID, or empty where somebody was picked
  browser text not null,    -- what it calls itself, in two words
  subject text not null,    -- keyed hash of who they are at the provider
  sid text not null         -- keyed hash of the provider's own session
) {strict};
