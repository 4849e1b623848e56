-- Who was shown what of whom, why, and on whose word: read models folded from entries. People and rows of registers stand here by opaque ids only.
-- Times are milliseconds since 1970, UTC.

-- One row for each subject, purpose and request.
create table value_look (
  position {key},
  at {number} not null,
  subject text not null,                   -- register/key
  person text not null,                    -- who looked
  seat text not null,                      -- as post@unit
  purpose text not null,
  reason text not null,                    -- matter/ID, form/ID, power/ID, inquiry/NUMBER
  items text not null,                     -- parted by blanks
  release {number} not null                -- from when the subject is told; 0 for at once
) {strict};

create index value_look_by_subject on value_look (subject, position);

create index value_look_by_person on value_look (person, position);

create index value_look_by_reason on value_look (reason, position);

-- What people said about a purpose, the newest last.
create table consent (
  position {key},
  at {number} not null,
  person text not null,
  purpose text not null,
  agreement text not null                  -- digest of what they agreed to; empty where they took it back
) {strict};

create index consent_by_person on consent (person, purpose, position);

-- Looks that are told later, as they were asked for and answered.
create table inquiry (
  number {key},
  at {number} not null,
  subject text not null,
  purpose text not null,
  person text not null,
  seat text not null,
  answered_by text not null,               -- as post@unit; empty while nobody answered
  until {number} not null                  -- 0 while nobody allowed it, and where it was refused
) {strict};
