-- Matters of a kind, the open ones apart from the closed, newest first: how many there are is counted along it, and none of them is read for that.
create index matter_by_type on matter (type, state, id);

-- How many are open in each place.
create index matter_open_by_place on matter (place) where state < 2;
