-- What the chat remembers, by map and key. The one with the highest number was set last.
CREATE TABLE baowen_state.kept (
	map text NOT NULL,
	key text NOT NULL,
	number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
	-- As text it stays what it was: jsonb refuses \u0000, which people can send.
	value json NOT NULL,
	PRIMARY KEY (map, key)
);
CREATE INDEX ON baowen_state.kept (map, number);

-- Updates that came in. Of one that is done nothing but its key and time remain, so that it is not accepted again.
CREATE TABLE baowen_state.updates (
	key text PRIMARY KEY,
	number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
	at timestamptz NOT NULL DEFAULT now(),
	lane text,
	item json,
	-- The instance that works on it; null when that one has ended.
	owner integer,
	put_off boolean NOT NULL DEFAULT false
);
CREATE INDEX ON baowen_state.updates (lane, number) WHERE item IS NOT NULL;
CREATE INDEX ON baowen_state.updates (owner) WHERE item IS NOT NULL;
CREATE INDEX ON baowen_state.updates (at) WHERE item IS NULL;

-- Rate limits. Times in milliseconds since 1970; from full_at on a bucket need not be remembered.
CREATE TABLE baowen_state.buckets (
	name text PRIMARY KEY,
	tokens double precision NOT NULL,
	at double precision NOT NULL,
	told boolean NOT NULL,
	full_at double precision NOT NULL
);
CREATE INDEX ON baowen_state.buckets (full_at);
