-- In which matter an erasure was decided, where it was in one: with it the matter and the person are told what was erased. A read model of values-erased/2.
alter table erasure add column matter text;

create index erasure_by_matter on erasure (matter, position) where matter is not null;
