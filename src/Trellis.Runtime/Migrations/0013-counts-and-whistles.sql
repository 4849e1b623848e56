-- How matters of each type flow, counted in all of them: what was done in how many, how often once more, how often they were returned and handed over. What is counted in none has no row.
create table matter_count (
  type text not null,
  counted text not null,                   -- what is counted, such as done/permit
  number {number} not null,
  primary key (type, counted)
) {clustered};

-- Calls of departments to come together.
create table whistle (
  matter {number} not null,
  number {number} not null,                -- of the whistles of its matter
  type text not null,
  place text not null,
  unit text not null,                      -- of the post that blew it
  at {number} not null,
  judged {number} not null,                -- 0 while it runs, 1 when it was judged
  verdict {number} not null,               -- -1 while it runs
  missed {number} not null,                -- calls that nobody answered, once it is judged
  primary key (matter, number)
) {strict};

create index whistle_by_time on whistle (judged, at, matter, number);

-- Which matters of a type ended lately: forms that are owed after a matter are found along it, however many ended before.
create index matter_by_end on matter (type, closed) where state = 2;
